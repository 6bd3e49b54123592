namespace OnePassword.Events.Cli.Config;

/// <summary>An account that is followed. No region: as the token says. No feeds: each that the token may read.</summary>
internal sealed record AccountConfig(string Name, EventsRegion? Region, bool IsV1, TokenConfig Token, IReadOnlyList<string> Feeds, DateTimeOffset Start)
{
    // As 1Password writes it; the library and the options have the shorter "ent".
    private const string Enterprise = "enterprise";

    public static AccountConfig Read(ConfigValue item, AccountNames names, AccountDefaults defaults) => ConfigSection.Open(item, account => new AccountConfig(
        account.Require("name", names.Take),
        ReadRegion(account),
        account.Read("api", FollowDefaults.Api, value => value.OneOf("v2", "v1")) == "v1",
        account.Require("token", TokenConfig.Read),
        account.Read("feeds", defaults.Feeds, ReadFeeds),
        account.Read("start", defaults.Start, value => value.Moment())));

    /// <summary>A list of feeds, in the order of the reference.</summary>
    public static IReadOnlyList<string> ReadFeeds(ConfigValue value)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        _ = value.Items("a list of feeds", item => item.OneOf([.. FeedNames.All]) is var feed && taken.Add(feed)
            ? feed
            : throw new InvalidValueException($"{feed} is in the list already"));
        return [.. FeedNames.All.Where(taken.Contains)];
    }

    private static EventsRegion? ReadRegion(ConfigSection account)
    {
        var region = account.Read<EventsRegion?>("region", null, value =>
            value.OneOf([.. EventsRegion.All.Select(known => known.Name), Enterprise]) is var name && name == Enterprise ? EventsRegion.Enterprise : EventsRegion.Parse(name));
        var address = account.Read<EventsRegion?>("url", null, value => value.Address());
        if (account.Has("region") && account.Has("url"))
            account.Wrong("url", "region names the server already; give one of them");
        return region ?? address;
    }
}
