"""usage: run_blocks.py MOEBENCH DOCUMENT

Runs the ```bash blocks of a Markdown document, in order, each as one `bash -e` in the root of a copy of the project that is a
fresh clone with one commit, with MOEBENCH on PATH as `moebench`. A command that ends in another status than 0 fails the test,
unless its line says `# exit status N`. `<!-- not run: reason -->` in front of a block leaves it out; such blocks are listed.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import documents

SHELLS = {"sh", "shell", "console", "zsh"}
STATUS = re.compile(r"^(?P<command>.*\S)\s+# exit status (?P<status>[0-9]+)\b.*$", re.DOTALL)
TIME_LIMIT_S = 600
LINKED = ("benchmarks", "fuzz", "include", "src", "tests")


def expecting(command, status):
    """The command as a script that fails unless it ends in that status."""
    return (
        f"if {command}\nthen status=0; else status=$?; fi\n"
        f'[[ $status == {status} ]] || {{ echo "ended in status $status, not {status}" >&2; exit 1; }}\n'
    )


def script_of(text):
    """The block as a script: lines that name an exit status check it. A command goes on where its line ends in a backslash."""
    script = ""
    command = ""
    for line in text.splitlines():
        command += line
        if command.endswith("\\"):
            command += "\n"
            continue
        named = STATUS.match(command)
        script += expecting(named["command"], named["status"]) if named else command + "\n"
        command = ""
    return script + command


def copy_of_project(folder):
    """A clone of what stands in the working tree, with one commit. What no document changes is linked, not copied."""
    left_out = {"build", "results", ".git", ".moebench", *LINKED}
    shutil.copytree(
        documents.ROOT, folder,
        ignore=lambda path, names: left_out & set(names) if pathlib.Path(path) == documents.ROOT else {"__pycache__"} & set(names),
    )
    documents.recorded_results(folder)
    for name in LINKED:
        (folder / name).symlink_to(documents.ROOT / name)
    git = ["git", "-c", "user.name=reader", "-c", "user.email=reader@localhost", "-c", "init.defaultBranch=main", "-c", "core.compression=0"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "The project"]):
        subprocess.run(git + arguments, cwd=folder, check=True)


def main(program, document):
    document = pathlib.Path(document).resolve()
    name = os.path.relpath(document, documents.ROOT)
    found = documents.blocks(document)
    for block in found:
        if block.language in SHELLS:
            sys.exit(f"{name}:{block.line}: call it bash, so that it is run")
    found = [block for block in found if block.language == "bash"]
    if all(block.not_run for block in found):
        for block in found:
            print(f"{name}:{block.line}: not run: {block.not_run}")
        return
    with tempfile.TemporaryDirectory(prefix="moebench-docs-") as work:
        programs = pathlib.Path(work, "bin")
        programs.mkdir()
        (programs / "moebench").symlink_to(pathlib.Path(program).resolve())
        project = pathlib.Path(work, "moebench")
        copy_of_project(project)
        environment = dict(os.environ, PATH=f"{programs}:{os.environ['PATH']}", HOME=work, LC_ALL="C.UTF-8")
        environment.pop("GITHUB_ACTIONS", None)
        for block in found:
            if block.not_run:
                print(f"{name}:{block.line}: not run: {block.not_run}")
                continue
            began = time.monotonic()
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", script_of(block.text)],
                cwd=project,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=TIME_LIMIT_S,
                check=False,
            )
            if done.returncode != 0:
                output = done.stdout.decode(errors="replace")
                sys.exit(f"{name}:{block.line}: this block failed:\n\n{block.text}\nIt printed:\n\n{output}")
            print(f"{name}:{block.line}: ok, {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
