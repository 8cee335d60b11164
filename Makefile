# make demo   check and publish the example policies
# make test   everything that our continuous integration runs
# make fuzz   feed thousands of broken files to the kit, other ones each time (FUZZ_EXAMPLES=20000: more)
# Both need only Python 3.11, 3.12 or 3.13 and make. Choose the Python with: make demo PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
TEST_VENV ?= .venv-test
DEMO ?= demo
FUZZ_EXAMPLES ?= 2000
PIP = -m pip install --quiet --disable-pip-version-check
CHECKED = policy_kit tests benchmarks docs

.PHONY: demo test fuzz clean

demo: $(VENV)/.installed
	@echo "== Is Oakfield's policy complete?"
	@$(VENV)/bin/python -m policy_kit.cli check example_policies/oakfield-primary.yaml
	@echo "== Publish it"
	@$(VENV)/bin/python -m policy_kit.cli publish example_policies/oakfield-primary.yaml \
	  -o $(DEMO) --format html,md,docx,pdf
	@echo "== Is Fernhill's first draft complete? (It is not: see what the report says.)"
	@$(VENV)/bin/python -m policy_kit.cli check example_policies/fernhill-draft.yaml; test $$? -eq 1
	@echo "== Done. Oakfield's published policy is in $(DEMO)/:"
	@ls $(DEMO)

test: $(TEST_VENV)/.installed
	$(TEST_VENV)/bin/ruff check $(CHECKED)
	$(TEST_VENV)/bin/ruff format --check $(CHECKED)
	$(TEST_VENV)/bin/mypy --strict
	$(TEST_VENV)/bin/python -m pytest -W error -n 2 --dist loadgroup

fuzz: $(TEST_VENV)/.installed
	FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(TEST_VENV)/bin/python -m pytest -q -p no:cacheprovider tests/test_fuzz.py

clean:
	rm -rf $(VENV) $(TEST_VENV) $(DEMO)

$(VENV)/.installed: EXTRA = all
$(TEST_VENV)/.installed: EXTRA = dev
$(VENV)/.installed $(TEST_VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v < (3, 14))' || { \
	  echo "policy-kit needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is none of these."; \
	  echo "Install one from python.org, then say which: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make a virtual environment."; \
	  echo "On Debian or Ubuntu: sudo apt-get install python3-venv, then the same command again."; exit 1; }
	@echo "Installing policy-kit into $(@D) (a minute or two, the first time only)"
	@test -x $(@D)/bin/python && $(@D)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python $(PIP) --editable '.[$(EXTRA)]' || { \
	  echo "The installation did not finish; the lines above say why. It needs the internet once. Try again."; exit 1; }
	@touch $@
