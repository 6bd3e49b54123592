using System.CommandLine;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.State;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events state export</c>: all checkpoints as one document.</summary>
internal sealed class StateExportCommand
{
    private const string Examples = """
          op-events state export --state state
          op-events state export --state state --output checkpoints.json
        """;

    private readonly Option<string> _state = StateCommand.Folder();
    private readonly Option<string?> _output = new("--output") { Description = "File to write to. Default: standard output.", HelpName = "file" };
    private readonly CliContext _io;

    private StateExportCommand(CliContext io) => _io = io;

    public static Command Create(CliContext io)
    {
        var options = new StateExportCommand(io);
        var command = new Command("export", "Writes all that the checkpoints hold as one JSON document. A follow may be running; no token is in it.")
        {
            options._state, options._output,
        }.WithExamples(Examples);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(_state)!;
        var output = parsed.GetValue(_output);
        if (output is not null && string.IsNullOrWhiteSpace(output))
            throw CliException.Usage("--output names no file.");
        var entries = await StateReader.ReadAsync(folder, [], cancellationToken).ConfigureAwait(false);
        var document = StateJson.ToDocument(entries, _io.Clock.GetUtcNow()) + "\n";
        if (output is null)
            await parsed.InvocationConfiguration.Output.WriteAsync(document).ConfigureAwait(false);
        else
            StateBackup.Write(output, document, folder, _io);
        return await StateShowCommand.EndAsync(entries, _io).ConfigureAwait(false);
    }
}
