using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;

namespace OnePassword.Events.Cli.Config;

/// <summary>Reads the accounts of a file. Feeds, start, quota and outputs have defaults for all accounts.</summary>
internal sealed class AccountReader(
    IReadOnlyList<string> defaultFeeds,
    DateTimeOffset defaultStart,
    RequestQuota? defaultQuota,
    IReadOnlyList<FollowOutput> defaultOutputs,
    TokenSource? otherToken)
{
    // The name that 1Password uses. The library and the options have the shorter "ent".
    private const string Enterprise = "enterprise";

    // Names become parts of file names, and some file systems ignore letter case.
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<FollowedAccount> Read(ConfigValue accounts)
    {
        var read = accounts.Items("a list of accounts", item => ConfigSection.Read(item, Read));
        string[] tokenVariables =
        [
            .. TokenSource.DefaultVariables,
            StatusListener.TokenVariable,
            .. read.Select(account => account.Token).Append(otherToken!).OfType<TokenSource.FromVariable>()
                .Select(token => token.Name),
        ];
        var complete = read.Where(account => account.Token is not null);
        var cli = accounts.Context.Cli;
        return [.. complete.Select(account => account.Create(AccountToken.From(account.Token, cli, tokenVariables)))];
    }

    /// <summary>Reads a list of feeds into their usual order.</summary>
    public static IReadOnlyList<string> ReadFeeds(ConfigValue value)
    {
        var feeds = new HashSet<string>(StringComparer.Ordinal);
        _ = value.Items("a list of feeds", item => item.OneOf([.. FeedNames.All]) is var feed && feeds.Add(feed)
            ? feed
            : throw new InvalidValueException($"{feed} is a duplicate"));
        return [.. FeedNames.All.Where(feeds.Contains)];
    }

    public static RequestQuota ReadQuota(ConfigValue value) => RequestQuota.TryParse(value.Word(RequestQuota.Forms))
        ?? throw new InvalidValueException($"{value.Node.Display} is not {RequestQuota.Forms}");

    private Entry Read(ConfigSection account) => new(
        account.Required("name", ReadName),
        ReadRegion(account),
        account.Optional("api", "v2", value => value.OneOf("v2", "v1")) == "v1",
        account.Required("token", TokenReader.Read),
        account.Optional("feeds", defaultFeeds, ReadFeeds),
        account.Optional("start", defaultStart, value => value.Time()),
        account.Optional("quota", defaultQuota, ReadQuota),
        account.Optional("outputs", defaultOutputs, OutputsReader.Read));

    private string ReadName(ConfigValue value)
    {
        var name = value.Word();
        if (!AccountName.IsValid(name))
            throw new InvalidValueException(
                $"{value.Node.Display} is not a valid name: up to 64 letters, digits, dots, dashes and underscores, "
                    + "starting with a letter or digit");
        return _names.TryAdd(name, value.Key)
            ? name
            : throw new InvalidValueException(
                $"{value.Node.Display} is used by {_names[name]}. Names must differ in more than letter case");
    }

    private static EventsRegion? ReadRegion(ConfigSection account)
    {
        var region = account.Optional<EventsRegion?>("region", null, value =>
            EventsRegion.Parse(value.OneOf([.. EventsRegion.All.Select(known => known.Name), Enterprise])));
        var address = account.Optional<EventsRegion?>("url", null, value => value.Address());
        if (account.Has("region") && account.Has("url"))
            account.AddProblem("url", "region and url are mutually exclusive");
        return region ?? address;
    }

    /// <summary>An account before its token is set up, which requires the token variables of all accounts.</summary>
    private sealed record Entry(
        string Name,
        EventsRegion? Region,
        bool IsV1,
        TokenSource Token,
        IReadOnlyList<string> Feeds,
        DateTimeOffset Start,
        RequestQuota? Quota,
        IReadOnlyList<FollowOutput> Outputs)
    {
        public FollowedAccount Create(AccountToken token) =>
            new(new Account(Name, token, Region, IsV1, Feeds) { Quota = Quota }, Start, Outputs);
    }
}
