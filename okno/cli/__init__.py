"""The `okno` command. Each command is a small file whose heavy imports wait until it runs."""

import sys


def main() -> None:
    """Run the command; whatever a person can mend is one sentence and an exit status, never a trace."""
    from okno.cli.ground import refuse, sentence_of

    try:
        if sys.argv[1:3] == ["mail", "inspect"] and "--help" not in sys.argv:
            from okno.cli.mail import inspect_quickly

            inspect_quickly(sys.argv[3:])
        from okno.cli.commands import application

        application(prog_name="okno")
    except KeyboardInterrupt:
        refuse("", 130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        told = sentence_of(error)
        if told is None:
            raise
        refuse(*told)
