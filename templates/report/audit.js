"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const K = Object.fromEntries(data.keys.map((name, place) => [name, place]));
  const table = document.getElementById("matrix");
  const form = document.getElementById("filters");
  const turning = document.getElementById("turning");
  const status = document.getElementById("shown");
  const PRINTED = 2000, STEP = 500, LISTED = 5;
  const order = { "n": 0, "p": 1, "?": 2, "-": 3, "y": 4, "": 5 };
  const figures = new Intl.NumberFormat("en-GB");
  const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const words = new Intl.Collator("en-GB", { numeric: true });
  const fields = {};
  let list = 0, sorted = 0, down = false, page = 0, size = 100, found = [];

  const make = (tag, attributes, ...inner) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    made.append(...inner);
    return made;
  };
  const pressed = (label, done, attributes) => {
    const made = make("button", { type: "button", ...attributes }, label);
    made.addEventListener("click", done);
    return made;
  };
  const counted = (number, noun) => `${figures.format(number)} ${noun}${number === 1 ? "" : "s"}`;
  const day = iso => iso ? days.format(new Date(`${iso}T00:00:00Z`)) : "";

  const sections = () => data.checklists.length ? data.checklists[list].sections : [];
  const letter = (row, place) => row[K.answers][list] ? row[K.answers][list][0][place] || "?" : row[K.checked] ? "" : "?";
  const lines = row => row[K.answers][list] ? row[K.answers][list][1] : "";
  const met = row => lines(row).split("m").length - 1;
  const asked = row => lines(row).replaceAll("-", "").length;
  const share = row => asked(row) ? met(row) / asked(row) : -1;

  const columns = () => [
    ["School or title, and file", row => row[K.name]],
    ...(data.schools ? [["Local authority", row => row[K.authority]], ["Phase", row => row[K.phase]]] : []),
    ...sections().map((title, place) => [title, row => order[letter(row, place)]]),
    ["Lines met", share],
    ["Errors", row => row[K.errors]],
    ["Next review", row => row[K.review] || "9999"],
  ];

  const text = row => row.text || (row.text = [K.name, K.key, K.urn, K.title].map(at => row[at]).join("\n").toLowerCase());
  const STATES = {
    checked: row => row[K.checked],
    not_checked: row => !row[K.checked],
    complete: row => lines(row) && sections().every((_, place) => "y-".includes(letter(row, place))),
    confirm: row => ["confirm", "ambiguous"].includes(row[K.match]),
    none: row => row[K.match] === "none",
    twice: row => row[K.match] === "twice",
  };
  const answered = row => {
    const wanted = fields.answer.value, place = fields.section.value;
    if (!wanted) return true;
    return place === "" ? sections().some((_, at) => letter(row, at) === wanted) : letter(row, Number(place)) === wanted;
  };
  const fits = row =>
    (!fields.search.value || text(row).includes(fields.search.value.trim().toLowerCase())) &&
    (!fields.state.value || STATES[fields.state.value](row)) &&
    (!fields.authority || !fields.authority.value || row[K.authority] === fields.authority.value) &&
    (!fields.phase || !fields.phase.value || row[K.phase] === fields.phase.value) &&
    (!fields.errors.value || (row[K.errors] > 0) === (fields.errors.value === "some")) &&
    (!fields.due.value || row[K.due] === fields.due.value) &&
    answered(row);

  const choose = () => {
    const value = columns()[sorted][1];
    const compare = (one, other) => {
      const a = value(one), b = value(other);
      return typeof a === "number" ? a - b : words.compare(a, b);
    };
    found = data.rows.filter(fits).sort((one, other) => (down ? -1 : 1) * compare(one, other));
    page = 0;
    show();
  };

  const show = () => {
    const start = page * size;
    const some = found.slice(start, start + size);
    table.tBodies[0].replaceChildren(...some.map(drawn));
    const whole = found.length === data.rows.length ? "" : ` (of ${figures.format(data.rows.length)})`;
    const where = found.length > size ? `Files ${figures.format(start + 1)} to ${figures.format(start + some.length)} of ` : "";
    status.textContent = `${where}${counted(found.length, "file")}${whole}.`;
    turning.hidden = found.length <= size;
    const last = Math.max(0, Math.ceil(found.length / size) - 1);
    turning.replaceChildren(
      turned("First page", 0, page > 0), turned("Previous page", page - 1, page > 0),
      make("span", {}, `Page ${page + 1} of ${last + 1}`),
      turned("Next page", page + 1, page < last), turned("Last page", last, page < last));
  };
  const turned = (label, to, possible) => {
    const made = pressed(label, () => {
      page = to;
      show();
      table.parentElement.scrollTop = 0;
      table.parentElement.focus();
    });
    made.disabled = !possible;
    return made;
  };

  const drawn = row => {
    const head = make("th", { scope: "row" }, row[K.page] ? make("a", { href: row[K.page] }, row[K.name]) : row[K.name]);
    head.append(make("span", { class: "file" }, (row[K.urn] ? `${row[K.urn]} · ` : "") + row[K.key]));
    if (row[K.reason]) head.append(make("span", { class: "file" }, row[K.reason]));
    const line = make("tr", {}, head);
    const more = pressed("Details", () => opened(line, row, more), { "aria-expanded": "false", "aria-label": `Details of ${row[K.name]}` });
    head.append(more);
    if (data.schools) line.append(make("td", {}, row[K.authority]), make("td", {}, row[K.phase]));
    sections().forEach((_, place) => {
      const [sign, word, name] = letter(row, place) ? data.words[letter(row, place)] : ["–", "Not asked", "not_applicable"];
      line.append(make("td", { class: name }, make("span", { "aria-hidden": "true" }, sign), ` ${word}`));
    });
    const due = { overdue: " (overdue)", soon: " (soon)" }[row[K.due]] || "";
    line.append(
      make("td", { class: "figure" }, (lines(row) ? `${met(row)} of ${asked(row)}` : "") + (row[K.decided].length ? ` (${row[K.decided].length} decided)` : "")),
      make("td", { class: "figure" }, String(row[K.errors])),
      make("td", {}, day(row[K.review]) + due));
    return line;
  };

  const opened = (line, row, more) => {
    const open = more.getAttribute("aria-expanded") === "true";
    more.setAttribute("aria-expanded", String(!open));
    if (open) line.nextElementSibling.remove();
    else line.after(make("tr", { class: "details" }, make("td", { colspan: columns().length }, make("div", {}, ...told(row)))));
  };
  const told = row => {
    const parts = [];
    const part = (title, entries) => {
      if (entries.length) parts.push(make("h3", {}, title), make("ul", {}, ...entries.map(entry => make("li", {}, entry))));
    };
    const length = [row[K.words] && counted(row[K.words], "word"), row[K.pages] && counted(row[K.pages], "page")];
    part("About this file", [
      row[K.title], row[K.reason], row[K.advice], length.filter(Boolean).join(", "),
      row[K.why] && `School: ${row[K.why]}`, ...row[K.notes]].filter(Boolean));
    const answers = lines(row), asks = data.checklists.length ? data.checklists[list].lines : [];
    const those = wanted => asks.filter((_, place) => answers[place] === wanted).map(([name, says]) => `${name}: ${says}`);
    part("Lines not found", those("n"));
    part("Lines found in part", those("p"));
    part("Lines that an officer has decided", row[K.decided]);
    const faults = [];
    for (let at = 0; at < row[K.faults].length; at += 2) {
      const [rule, severity, message] = data.faults[row[K.faults][at]], where = row[K.faults][at + 1];
      faults.push(`${severity[0].toUpperCase()}${severity.slice(1)}: ${message} (${rule}${where ? `; ${where}` : ""})`);
    }
    part("Faults", faults);
    if (row[K.page]) parts.push(make("p", {}, make("a", { href: row[K.page] }, `The whole report of ${row[K.name]}`)));
    return parts;
  };

  const headed = () => {
    const cells = columns().map(([title], place) => {
      const sign = place === sorted ? (down ? " ▼" : " ▲") : "";
      const cell = make("th", { scope: "col" }, pressed(title, () => {
        down = place === sorted && !down;
        sorted = place;
        headed();
        choose();
        table.tHead.querySelectorAll("button")[place].focus();
      }));
      if (sign) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      if (sign) cell.firstChild.append(make("span", { "aria-hidden": "true" }, sign));
      return cell;
    });
    table.tHead.rows[0].replaceChildren(...cells);
    if (data.checklists.length) table.caption.textContent = `How each file covers the sections of ${data.checklists[list].title}`;
  };

  const field = (name, label, control, changed) => {
    fields[name] = control;
    control.addEventListener(control.tagName === "INPUT" ? "input" : "change", changed || choose);
    form.append(make("label", {}, label, control));
  };
  const select = pairs => make("select", {}, ...pairs.map(([value, label]) => make("option", { value }, label)));
  const values = at => [...new Set(data.rows.map(row => row[at]))].filter(Boolean).sort(words.compare);
  const all = names => [["", "All"], ...names.map(name => [name, name])];
  const bySection = () => [["", "Any"], ...sections().map((title, place) => [String(place), title])];

  const began = () => {
    if (data.checklists.length > 1) {
      field("list", "Checklist", select(data.checklists.map((one, place) => [String(place), one.title])), () => {
        list = Number(fields.list.value);
        fields.section.replaceChildren(...select(bySection()).children);
        sorted = 0;
        headed();
        choose();
      });
    }
    let waiting = 0;
    field("search", "Search by name, URN or file", make("input", { type: "search" }), () => {
      clearTimeout(waiting);
      waiting = setTimeout(choose, 150);
    });
    field("state", "Status", select([["", "All"], ["checked", "Checked"], ["not_checked", "Not checked"],
      ["complete", "Every section covered"], ...(data.schools ? [["confirm", "School to be confirmed"],
        ["none", "Of no known school"], ["twice", "Submitted more than once"]] : [])]));
    if (data.schools) {
      field("authority", "Local authority", select(all(values(K.authority))));
      field("phase", "Phase", select(all(values(K.phase))));
    }
    field("section", "Section", select(bySection()));
    field("answer", "Answer", select([["", "Any"], ...["y", "p", "n", "?"].map(one => [one, data.words[one][1]])]));
    field("errors", "Errors", select([["", "All"], ["some", "Has errors"], ["none", "Has none"]]));
    field("due", "Next review", select([["", "All"], ["overdue", "Overdue"], ["soon", "Within three months"],
      ["later", "Later"], ["none", "Not stated"]]));
    field("size", "Files on a page", select([["100", "100"], ["25", "25"], ["500", "500"]]), () => {
      size = Number(fields.size.value);
      page = 0;
      show();
    });
    form.append(pressed("Show all again", () => {
      form.reset();
      size = Number(fields.size.value);
      if (fields.list) fields.list.dispatchEvent(new Event("change"));
      else choose();
    }));
    form.addEventListener("submit", event => event.preventDefault());
    form.hidden = false;
  };

  const cell = (value, tag) => {
    if (!Array.isArray(value)) {
      return make(tag, tag === "th" ? { scope: "row" } : typeof value === "number" ? { class: "figure" } : {}, String(value));
    }
    const listed = entries => make("ul", {}, ...entries.map(entry => make("li", {}, entry)));
    const made = make(tag, tag === "th" ? { scope: "row" } : {}, ...(value.length ? [listed(value.slice(0, LISTED))] : []));
    if (value.length > LISTED) {
      made.append(make("details", {}, make("summary", {}, `${value.length - LISTED} more`), listed(value.slice(LISTED))));
    }
    return made;
  };
  const continued = note => {
    const rest = data.rest[note.dataset.table];
    const body = document.getElementById(`table-${note.dataset.table}`).tBodies[0];
    const shown = body.rows.length;
    let done = 0;
    const draw = () => {
      const left = rest.length - done;
      const said = `The first ${figures.format(shown + done)} of ${figures.format(shown + rest.length)}. `;
      if (!left) note.textContent = `All ${figures.format(shown + rest.length)}.`;
      else note.replaceChildren(said, pressed(`Show the next ${figures.format(Math.min(left, STEP))}`, () => {
        const first = body.rows.length;
        body.append(...rest.slice(done, done + STEP).map(row => make("tr", {}, ...row.map((value, at) => cell(value, at ? "td" : "th")))));
        done = Math.min(rest.length, done + STEP);
        draw();
        const next = body.rows[first].cells[0];
        next.tabIndex = -1;
        next.focus();
      }));
    };
    draw();
  };

  let kept = 0;
  addEventListener("beforeprint", () => {
    for (const head of table.tHead.rows[0].cells) head.textContent = head.textContent; // a button is printed on one page only
    if (found.length <= size) return;
    kept = { size, page };
    size = PRINTED;
    page = Math.floor(kept.page * kept.size / PRINTED);
    show();
  });
  addEventListener("afterprint", () => {
    headed();
    if (!kept) return;
    ({ size, page } = kept);
    kept = 0;
    show();
  });

  began();
  headed();
  choose();
  document.querySelectorAll(".rest").forEach(continued);
})();
