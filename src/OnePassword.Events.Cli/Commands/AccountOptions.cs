using System.CommandLine;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options that say which server is asked, and with which token.</summary>
internal sealed class AccountOptions
{
    private readonly Option<string?> _region = new("--region")
    {
        Description = "Region of the account: us, ca, eu or ent. Default: as the token says.",
        HelpName = "us|ca|eu|ent",
    };

    private readonly Option<string?> _url = new("--url")
    {
        Description = "Address of the server, instead of a region: https, or http on loopback.",
        HelpName = "address",
    };

    private readonly Option<bool> _emulator = new("--emulator")
    {
        Description = "Start the embedded emulator and ask it: a day of 1,000 events a feed, no account needed.",
    };

    private readonly Option<FileInfo?> _tokenFile = new("--token-file")
    {
        Description = "Read the token from this file. Default: from OP_EVENTS_TOKEN, else EVENTS_API_TOKEN.",
        HelpName = "file",
    };

    private readonly Option<bool> _tokenStdin = new("--token-stdin") { Description = "Read the token from standard input." };

    private readonly Option<string> _api = new("--api")
    {
        Description = "Version of the API.",
        HelpName = "v1|v2",
        DefaultValueFactory = _ => "v2",
    };

    public void AddTo(Command command)
    {
        _api.OneOf("v1", "v2");
        foreach (var option in All)
            command.Add(option);
    }

    public Option[] All => [_region, _url, _emulator, _tokenFile, _tokenStdin, _api];

    public string ApiVersion(ParseResult command) => command.GetValue(_api)!;

    public async Task<Server> ConnectAsync(ParseResult command, CliContext io, CancellationToken cancellationToken)
    {
        var isV1 = command.GetValue(_api) == "v1";
        if (IsEmulator(command))
            return await Server.EmbeddedAsync(isV1, io, cancellationToken).ConfigureAwait(false);
        var token = await TokenOptions.ReadAsync(command.GetValue(_tokenFile), command.GetValue(_tokenStdin), io, cancellationToken).ConfigureAwait(false);
        return Server.Remote(token, command.GetValue(_region), command.GetValue(_url), isV1, io);
    }

    /// <summary>The same for a command that runs for long: nothing is asked yet, and a token in a file may change.</summary>
    public async Task<ServerTarget> ResolveAsync(ParseResult command, CliContext io, CancellationToken cancellationToken)
    {
        var isV1 = command.GetValue(_api) == "v1";
        if (IsEmulator(command))
        {
            var emulator = await EventsEmulator.StartAsync(new EmulatorOptions(), cancellationToken).ConfigureAwait(false);
            return new ServerTarget(AccountToken.Of(emulator.Token), EventsRegion.At(emulator.BaseAddress), isV1, emulator);
        }
        var token = await TokenOptions.ReadAsync(command.GetValue(_tokenFile), command.GetValue(_tokenStdin), io, cancellationToken).ConfigureAwait(false);
        try
        {
            var source = command.GetValue(_tokenFile) is { } file ? AccountToken.Of(new TokenConfig.FromFile(file.FullName), token, io) : AccountToken.Of(token);
            return new ServerTarget(source, Server.Named(command.GetValue(_region), command.GetValue(_url)), isV1, Emulator: null);
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage(Format.Message(e));
        }
    }

    private bool IsEmulator(ParseResult command)
    {
        var (region, url, tokenFile, tokenStdin) = (command.GetValue(_region), command.GetValue(_url), command.GetValue(_tokenFile), command.GetValue(_tokenStdin));
        if (region is not null && url is not null)
            throw CliException.Usage("--region and --url both name the server; give one of them.");
        if (tokenFile is not null && tokenStdin)
            throw CliException.Usage("--token-file and --token-stdin both name the token; give one of them.");
        if (!command.GetValue(_emulator))
            return false;
        return region is null && url is null && tokenFile is null && !tokenStdin
            ? true
            : throw CliException.Usage("--emulator brings its own server and token; give it without --region, --url, --token-file and --token-stdin.");
    }
}
