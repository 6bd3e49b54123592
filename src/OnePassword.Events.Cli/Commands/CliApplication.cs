using System.CommandLine;
using System.CommandLine.Invocation;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Runs a command line. A failure becomes a line on standard error and an exit code.</summary>
internal static class CliApplication
{
    /// <summary>The examples of the help and the manual.</summary>
    public const string Examples = """
          op-events export --emulator --output out    try it without an account
          op-events introspect                        show what your token can read
          op-events export --output out               export everything that the API keeps
          op-events follow --output out --state s     write new events until stopped
        """;

    /// <summary>Returns the tree of all commands.</summary>
    public static RootCommand CreateRoot(CliContext cli) => CreateRoot(cli, new MessageOptions());

    public static async Task<int> RunAsync(string[] args, CliContext cli, CancellationToken cancellationToken = default)
    {
        var messages = new MessageOptions();
        var root = CreateRoot(cli, messages);
        cli.Secrets.AddFrom(args);
        ParseResult? command = null;
        try
        {
            string[] words = args.Length > 0
                ? [.. args.Select(word => HomeFolder.ExpandArgument(word, cli.Environment))]
                : ["--help"];
            command = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
            messages.Apply(command, cli.Messages);
            if (command.Action is ParseErrorAction
                || (command.Action is not SuggestAction && !HelpText.IsRequestedBy(command, root)
                    && ParseErrors.UnknownOption(command) is not null))
                throw CliException.Usage(ParseErrors.Describe(command));
            var invocation = new InvocationConfiguration
            {
                Output = new StreamWriter(cli.Output, leaveOpen: true) { AutoFlush = true },
                Error = TextWriter.Null, // The tool writes the errors itself.
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            var exitCode = await command.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
            return args.Length > 0 ? exitCode : ExitCode.Usage;
        }
        catch (CliException e)
        {
            return Fail(e.ExitCode, e.About, [.. e.Lines]);
        }
        catch (Exception e) when (e is EventsException or CheckpointException)
        {
            var failure = Failure.Of(e);
            return Fail(failure.ExitCode, failure.Source, failure.Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As in `op-events --help | head`.
            return StandardOutput.IsClosedPipe(e)
                ? ExitCode.ClosedPipe
                : Fail(ExitCode.Output, default, $"the output cannot be written: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return Fail(ExitCode.Interrupted, default, "interrupted.");
        }

        int Fail(int exitCode, MessageSource source, params string[] lines)
        {
            cli.Messages.Write(
                new Message(MessageLevel.Error, MessageLog.NameOf(MessageEvent.CommandFailed), lines)
                {
                    ExitCode = exitCode,
                    Source = source,
                });
            return exitCode;
        }
    }

    private static RootCommand CreateRoot(CliContext cli, MessageOptions messages)
    {
        var root = new RootCommand("Exports and follows 1Password audit events, item usages and sign-in attempts.")
        {
            ExportCommand.Create(cli),
            FollowCommand.Create(cli),
            IntrospectCommand.Create(cli),
            EmulatorCommand.Create(cli),
            StateCommand.Create(cli),
            DeadLetterCommand.Create(cli),
            DbCommand.Create(cli),
            ConfigCommand.Create(cli),
            CompletionCommand.Create(),
            ManualCommand.Create(cli),
            HelpCommand.Create(),
        };
        messages.AddTo(root);
        HelpText.Install(root, Examples, cli.Columns);
        SuggestAction.Install(root);
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        return root;
    }
}
