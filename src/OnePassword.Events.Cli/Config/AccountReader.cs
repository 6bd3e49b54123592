using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;

namespace OnePassword.Events.Cli.Config;

/// <summary>Reads the accounts of a file. Feeds, start, quota and outputs have defaults for all accounts.</summary>
internal sealed class AccountReader(
    IReadOnlyList<string> defaultFeeds,
    DateTimeOffset defaultStart,
    RequestQuota? defaultQuota,
    IReadOnlyList<FollowOutput> defaultOutputs)
{
    // The name that 1Password uses. The library and the options have the shorter "ent".
    private const string Enterprise = "enterprise";

    // Names become parts of file names, and some file systems ignore letter case.
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<FollowedAccount> Read(ConfigValue accounts) =>
        accounts.Items("a list of accounts", item => ConfigSection.Read(item, Read));

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

    private FollowedAccount Read(ConfigSection account) => new(
        new Account(
            Name: account.Required("name", ReadName),
            Region: ReadRegion(account),
            IsV1: account.Optional("api", "v2", value => value.OneOf("v2", "v1")) == "v1",
            Token: account.Required("token", ReadToken),
            Feeds: account.Optional("feeds", defaultFeeds, ReadFeeds))
        {
            Quota = account.Optional("quota", defaultQuota, ReadQuota),
        },
        account.Optional("start", defaultStart, value => value.Time()),
        account.Optional("outputs", defaultOutputs, OutputsReader.Read));

    private static AccountToken ReadToken(ConfigValue value) =>
        SecretSourceReader.Read(value) is { } source
            ? AccountToken.From(source, value.Context.Cli, value.Context.SecretVariables)
            : null!; // A problem of the file.

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
}
