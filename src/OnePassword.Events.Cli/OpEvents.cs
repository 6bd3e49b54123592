using System.CommandLine;
using System.CommandLine.Invocation;
using OnePassword.Events.Cli.Commands;

namespace OnePassword.Events.Cli;

/// <summary>The command line: its commands, and how their failures become a line and an exit code.</summary>
internal static class OpEvents
{
    private const string Name = "op-events";

    public static async Task<int> RunAsync(string[] args, ToolIo io, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Exports the events of a 1Password account: audit events, item usages and sign-in attempts.")
        {
            ExportCommand.Create(io),
            IntrospectCommand.Create(io),
            EmulatorCommand.Create(io),
        };
        HelpText.Install(root);

        var output = new StreamWriter(io.Output, leaveOpen: true) { AutoFlush = true };
        await using (output.ConfigureAwait(false))
        {
            try
            {
                var command = root.Parse(args.Length > 0 ? args : ["--help"]);
                if (command.Action is ParseErrorAction)
                    throw ToolException.Usage($"{OneLine(command.Errors[0].Message)} See {Path(command.CommandResult.Command)} --help.");
                var invocation = new InvocationConfiguration { Output = output, Error = io.Error, EnableDefaultExceptionHandler = false };
                var exitCode = await command.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
                return args.Length > 0 ? exitCode : ExitCode.Usage;
            }
            catch (ToolException e)
            {
                return await Fail(e.ExitCode, e.Message).ConfigureAwait(false);
            }
            catch (EventsException e)
            {
                return await Fail(ExitCode.Of(e), e.Message).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return await Fail(ExitCode.Interrupted, "interrupted.").ConfigureAwait(false);
            }
        }

        async Task<int> Fail(int exitCode, string message)
        {
            await io.Error.WriteLineAsync($"{Name}: {message}").ConfigureAwait(false);
            return exitCode;
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Path(Command command) => command is RootCommand ? Name : $"{Name} {command.Name}";
}
