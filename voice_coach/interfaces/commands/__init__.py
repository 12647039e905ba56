"""Commands: one file a subcommand, each with `add_parser(subparsers)` and `run(arguments) -> int`."""
