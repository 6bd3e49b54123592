using System.CommandLine;
using System.CommandLine.Parsing;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Emulator;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options that name the server and the token.</summary>
internal sealed class AccountOptions
{
    private readonly Option<EventsRegion?> _region = new("--region")
    {
        Description = "Region of the account. Default: the region in the token.",
        HelpName = "us|ca|eu|ent",
        CustomParser = result => Parse(result, EventsRegion.Parse, EventsRegion.All.Select(region => region.Name)),
    };

    private readonly Option<EventsRegion?> _url = new("--url")
    {
        Description = "Server address instead of a region: https, or http on loopback.",
        HelpName = "address",
        CustomParser = result => Parse(result, ParseAddress, []),
    };

    private readonly Option<bool> _emulator = new("--emulator")
    {
        Description = "Use the embedded emulator, with 1,000 events per feed. Needs no account.",
    };

    private readonly Option<FileInfo?> _tokenFile = new("--token-file")
    {
        Description = "Read the token from this file. Default: OP_EVENTS_TOKEN, then EVENTS_API_TOKEN.",
        HelpName = "file",
    };

    private readonly Option<bool> _tokenStdin = new("--token-stdin") { Description = "Read the token from standard input." };

    private readonly Option<string?> _api = OptionFactory.OneOf("--api", "Version of the API. Default: v2.", "v1", "v2");

    public AccountOptions() => _region.CompletionSources.Add([.. EventsRegion.All.Select(region => region.Name)]);

    public Option[] All => [_region, _url, _emulator, _tokenFile, _tokenStdin, _api];

    /// <summary>Returns whether the token comes from standard input.</summary>
    public bool ReadsStandardInput(ParseResult parsed) => parsed.GetValue(_tokenStdin);

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>Returns the account that the options name. Its token has been read; no request has been sent.</summary>
    /// <exception cref="CliException">Options contradict each other, or there is no valid token.</exception>
    public async Task<ResolvedAccount> ResolveAsync(
        ParseResult parsed, IReadOnlyList<string> feeds, CliContext cli, CancellationToken cancellationToken)
    {
        var isV1 = parsed.GetValue(_api) == "v1";
        ThrowIfContradictory(parsed);
        if (parsed.GetValue(_emulator))
        {
            var emulator = await EventsEmulator.StartAsync(new EmulatorOptions(), cancellationToken).ConfigureAwait(false);
            var token = AccountToken.From(new SecretSource.Given(emulator.Token, "the emulator"), cli);
            var account = new Account(null, token, EventsRegion.At(emulator.BaseAddress), isV1, feeds);
            return new ResolvedAccount(account with { Identifier = ((EventsToken)emulator.Token).AccountUuid }, emulator);
        }
        var source = AccountToken.From(await SourceAsync(parsed, cli, cancellationToken).ConfigureAwait(false), cli);
        // Read now, so that a missing token ends the command instead of being retried.
        var read = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        var named = new Account(null, source, parsed.GetValue(_region) ?? parsed.GetValue(_url), isV1, feeds);
        return new ResolvedAccount(named with { Identifier = read.AccountUuid }, Emulator: null);
    }

    private async Task<SecretSource> SourceAsync(ParseResult parsed, CliContext cli, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_tokenFile) is { } file)
            return new SecretSource.FromFile(file.ToString());
        if (parsed.GetValue(_tokenStdin))
            return new SecretSource.Given(
                await cli.Input.ReadToEndAsync(cancellationToken).ConfigureAwait(false), "standard input");
        return AccountToken.DefaultVariables.FirstOrDefault(name => cli.Environment(name) is { Length: > 0 }) is { } variable
            ? new SecretSource.FromVariable(variable)
            : throw CliException.Usage(
                "no token. Set the environment variable OP_EVENTS_TOKEN, or use --token-file or --token-stdin.",
                "An administrator creates a token on 1Password.com: Integrations, Events Reporting, Other, then Add a token.",
                "To try the tool without a token: op-events export --emulator --output out");
    }

    private void ThrowIfContradictory(ParseResult parsed)
    {
        if (parsed.GetValue(_region) is not null && parsed.GetValue(_url) is not null)
            throw CliException.Usage("--region and --url are mutually exclusive.");
        if (parsed.GetValue(_tokenFile) is not null && parsed.GetValue(_tokenStdin))
            throw CliException.Usage("--token-file and --token-stdin are mutually exclusive.");
        if (parsed.GetValue(_emulator) && parsed.Given([_region, _url, _tokenFile, _tokenStdin]).Any())
            throw CliException.Usage(
                "--emulator has its own server and token. "
                    + "Do not combine it with --region, --url, --token-file or --token-stdin.");
    }

    private static EventsRegion? Parse(ArgumentResult result, Func<string, EventsRegion> parse, IEnumerable<string> words)
    {
        if (result.Tokens is not [var token])
            return null;
        try
        {
            return parse(token.Value);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            result.AddError(Format.Message(e) + NearestWord.DidYouMean(token.Value, words));
            return null;
        }
    }

    private static EventsRegion ParseAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address)
        ? EventsRegion.At(address)
        : throw new FormatException(url.Contains('@', StringComparison.Ordinal)
            ? "--url is not an absolute https address without a user."
            : $"--url {SafeText.Quote(url)} is not an absolute https address, such as https://events.example.com.");
}
