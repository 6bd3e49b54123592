using System.CommandLine;
using System.CommandLine.Invocation;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The root of the commands of a program, with the options that each command has.</summary>
internal sealed class CliRoot : RootCommand
{
    private readonly MessageOptions _messages = new();

    /// <param name="program">The name of the program, as it is typed.</param>
    /// <param name="description">The help text.</param>
    /// <param name="examples">The examples of the help.</param>
    /// <param name="columns">The width of the terminal; null if there is none.</param>
    public CliRoot(string program, string description, string examples, int? columns)
        : base(description)
    {
        Program = program;
        _messages.AddTo(this);
        HelpText.Install(this, examples, columns);
        SuggestAction.Install(this);
        Options.OfType<VersionOption>().Single().Action = new VersionAction();
    }

    /// <summary>Gets the name of the program.</summary>
    public string Program { get; }

    /// <summary>Runs a command line. A failure becomes a line on standard error and an exit code.</summary>
    public async Task<int> RunAsync(string[] args, CliContext cli, CancellationToken cancellationToken)
    {
        cli.Messages.Program = Program;
        cli.Secrets.AddFrom(args);
        ParseResult? command = null;
        try
        {
            string[] words = args.Length > 0
                ? [.. args.Select(word => HomeFolder.ExpandArgument(word, cli.Environment))]
                : ["--help"];
            command = Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
            _messages.Apply(command, cli.Messages);
            if (command.Action is ParseErrorAction
                || (command.Action is not SuggestAction && !HelpText.IsRequestedBy(command, this)
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
}
