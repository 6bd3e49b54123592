using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>elasticsearch</c> or <c>opensearch</c>.</summary>
internal static class ElasticsearchReader
{
    public const string ElasticsearchType = "elasticsearch";
    public const string OpenSearchType = "opensearch";

    /// <summary>Elastic's integration maps raw events. OpenSearch has no such integration.</summary>
    public static EventFormat DefaultFormat(bool isOpenSearch) => isOpenSearch ? EventFormat.Ecs : EventFormat.Raw;

    public static FollowOutput ReadElasticsearch(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        return Output(keys, ElasticsearchType, Read(keys, isOpenSearch: false) with { ApiKey = keys.OptionalSecret("api_key") });
    }

    public static FollowOutput ReadOpenSearch(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        return Output(keys, OpenSearchType, Read(keys, isOpenSearch: true));
    }

    private static ElasticsearchOptions Read(DestinationKeys keys, bool isOpenSearch) => new()
    {
        IsOpenSearch = isOpenSearch,
        Url = keys.Url(),
        UserName = Text(keys, "user"),
        Password = keys.OptionalSecret("password"),
        BearerToken = keys.OptionalSecret("token"),
        DataStream = Text(keys, "data_stream"),
        Index = Text(keys, "index"),
        Format = keys.Format(DefaultFormat(isOpenSearch)),
        Pipeline = Text(keys, "pipeline"),
        AccountInIds = Flag(keys, "account_in_ids", missing: false),
        FindsDuplicates = Flag(keys, "find_duplicates", missing: true),
        Gzip = keys.Gzip(),
        Authorities = keys.Authorities(),
        Clock = keys.Clock,
    };

    private static FollowOutput Output(DestinationKeys keys, string type, ElasticsearchOptions options) =>
        keys.Output(
            type, () => new ElasticsearchDestination(options with { SecretDescription = keys.SecretDescription }));

    private static string? Text(DestinationKeys keys, string key) =>
        keys.Section.Optional<string?>(key, null, value => value.Word());

    private static bool Flag(DestinationKeys keys, string key, bool missing) =>
        keys.Section.Optional(key, missing, value => value.Flag());
}
