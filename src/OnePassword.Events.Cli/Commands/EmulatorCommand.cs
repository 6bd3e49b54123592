using System.CommandLine;
using System.Net.Sockets;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Commands;

/// <summary><c>op-events emulator</c>: runs the Events API on loopback until it is interrupted.</summary>
internal sealed class EmulatorCommand
{
    private const string Examples = """
          op-events emulator
          op-events emulator --port 18080 --events 25000 --token tok
          op-events emulator --tls ca.pem --port 18443
          op-events emulator --replay out
          op-events emulator --seed 7 --now 2026-01-31 --span 120d --quota off
        """;

    private readonly EmulatorCommandOptions _options = new();

    public static Command Create(CliContext cli)
    {
        var emulator = new EmulatorCommand();
        var command = new CliCommand(
            "emulator", "Runs the Events API on loopback until interrupted. Prints its address and token.", Examples);
        foreach (var option in emulator._options.All)
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => emulator.RunAsync(parsed, cli, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CliContext cli, CancellationToken cancellationToken)
    {
        var emulator = await StartAsync(_options.Read(parsed, cli), cancellationToken).ConfigureAwait(false);
        await using (emulator.ConfigureAwait(false))
        {
            var url = emulator.BaseAddress.ToString().TrimEnd('/');
            var authority = "";
            if (emulator.CertificateAuthority is { } certificate)
            {
                var path = await AuthorityFile.WriteAsync(
                    _options.AuthorityPath(parsed), certificate, cancellationToken).ConfigureAwait(false);
                authority = $"\nca     {path}";
            }
            foreach (var warning in emulator.ReplayWarnings)
                cli.Messages.Warning(MessageEvent.ReplayIncomplete, $"--replay: {warning}");
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"url    {url}\ntoken  {emulator.Token}{authority}").ConfigureAwait(false);
            var note = "Running until interrupted (Ctrl+C). "
                + $"Request log, which requires the token: GET {url}/__emulator/requests";
            cli.Messages.Information(MessageEvent.EmulatorRunning, note);
            await Task.Delay(
                Timeout.InfiniteTimeSpan, cli.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Success;
        }
    }

    private static async Task<EventsEmulator> StartAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await EventsEmulator.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw CliException.Usage(Format.Message(e));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new CliException(ExitCode.Server, $"the emulator cannot listen on port {options.Port}: {e.Message}");
        }
    }
}
