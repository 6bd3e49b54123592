using System.CommandLine;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options of health, metrics and silent feeds.</summary>
internal sealed class StatusOptions
{
    private readonly Option<ListenAddress?> _listen = OptionFactory.Create(
        "--listen", "[address:]port", "Serve /healthz and /metrics here; a port alone is on loopback. Default: none.",
        ListenAddress.Forms, ListenAddress.TryParse);

    private readonly Option<string?> _tokenFile = new("--listen-token-file")
    {
        Description = $"Read the bearer token of --listen from a file. Default: {StatusListener.TokenVariable}.",
        HelpName = "file",
    };

    private readonly Option<TimeSpan?> _silence = OptionFactory.LongDuration(
        "--silence", "Report a feed as silent after this time without new events. Default: never.");

    private readonly Option<bool> _silenceFailsHealth =
        new("--silence-fails-health") { Description = "Let a silent feed fail /healthz." };

    public IEnumerable<Option> All => [.. OfListener, _silence, _silenceFailsHealth];

    public IEnumerable<Option> OfListener => [_listen, _tokenFile];

    public StatusListener? Listener(ParseResult parsed, CliContext cli)
    {
        var file = parsed.GetValue(_tokenFile);
        if (parsed.GetValue(_listen) is not { } address)
            return file is null ? null : throw CliException.Usage("--listen-token-file requires --listen.");
        SecretSource? source = file is not null ? new SecretSource.FromFile(file)
            : string.IsNullOrEmpty(cli.Environment(StatusListener.TokenVariable)) ? null
            : new SecretSource.FromVariable(StatusListener.TokenVariable);
        var listener = new StatusListener(address, source is null ? null : AccountToken.From(source, cli));
        return listener.Problem is { } problem
            ? throw CliException.Usage(
                $"--listen {problem}. Set {StatusListener.TokenVariable} or --listen-token-file, or listen on loopback.")
            : listener;
    }

    public SilenceRule Silence(ParseResult parsed)
    {
        var rule = new SilenceRule(parsed.GetValue(_silence), parsed.GetValue(_silenceFailsHealth));
        return rule is { FailsHealth: true, Limit: null }
            ? throw CliException.Usage("--silence-fails-health requires --silence.")
            : rule;
    }
}
