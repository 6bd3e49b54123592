using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OnePassword.Events.Destinations.Feeds;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>The name of the data stream or index of an event.</summary>
internal sealed partial class ElasticsearchTarget
{
    public const string DefaultDataStream = "logs-1password.{feed}-default";

    private const int MaxBytes = 255;
    private const string Month = "{month}";
    private const string Undated = "undated";

    private static readonly SearchValues<char> Invalid = SearchValues.Create("\\/*?\"<>| ,#:{}");

    private readonly string _pattern;

    private ElasticsearchTarget(string pattern, bool isDataStream) => (_pattern, IsDataStream) = (pattern, isDataStream);

    public bool IsDataStream { get; }

    /// <summary>Gets whether events of one feed go to different indices.</summary>
    public bool IsMonthly => _pattern.Contains(Month, StringComparison.Ordinal);

    /// <exception cref="ArgumentException">The name is invalid.</exception>
    public static ElasticsearchTarget Of(ElasticsearchOptions options)
    {
        if (options is { DataStream: not null, Index: not null })
            throw new ArgumentException("Use a data stream or an index, not both.", nameof(options));
        if (options.DataStream?.Contains(Month, StringComparison.Ordinal) == true)
            throw new ArgumentException("The name of a data stream cannot contain {month}. Use an index.", nameof(options));
        var target = new ElasticsearchTarget(options.Index ?? options.DataStream ?? DefaultDataStream, options.Index is null);
        var sample = target.NameFor(new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = default }, Undated);
        if (sample.Length == 0 || sample[0] is '-' or '_' or '+' or '.' || sample.AsSpan().ContainsAny(Invalid)
            || sample.Any(c => char.IsUpper(c) || char.IsControl(c)) || Encoding.UTF8.GetByteCount(sample) > MaxBytes)
            throw new ArgumentException(
                $"'{target._pattern}' cannot be the name of an index or data stream. "
                + "Use lowercase letters, digits, '-', '_' and '.', and the placeholders {feed} and {account}. "
                + "The name of an index can also contain {month}.",
                nameof(options));
        return target;
    }

    /// <summary>Returns the data stream of a feed.</summary>
    public string NameFor(EventOrigin origin) => NameFor(origin, Undated);

    /// <summary>Returns the index of an event. It depends on the event only: a repeated event has the same one.</summary>
    public string NameFor(EventOrigin origin, in RawEvent rawEvent) => NameFor(
        origin,
        IsMonthly && rawEvent.TryGetTimestamp(out var time)
            ? time.UtcDateTime.ToString("yyyy.MM", CultureInfo.InvariantCulture)
            : Undated);

    /// <summary>Returns a pattern that matches all indices of a feed of one account.</summary>
    public string PatternFor(EventOrigin origin) => NameFor(origin, "*");

    /// <summary>Gets patterns that match the indices of all feeds and accounts.</summary>
    public IEnumerable<string> Patterns =>
        FeedNames.All.Select(feed => Replace(feed, account: "*", month: "*")).Distinct(StringComparer.Ordinal);

    private string NameFor(EventOrigin origin, string month) => Replace(origin.Feed, AccountPart(origin.Account), month);

    private string Replace(string feed, string account, string month) => _pattern
        .Replace("{feed}", FeedPart(feed), StringComparison.Ordinal)
        .Replace("{account}", account, StringComparison.Ordinal)
        .Replace(Month, month, StringComparison.Ordinal);

    /// <summary>Returns the name that Elastic's integration gives to a feed.</summary>
    public static string FeedPart(string feed) =>
        FeedDataset.Of(feed) ?? NotInName().Replace(feed.ToLowerInvariant(), "_");

    private static string AccountPart(string? account) =>
        string.IsNullOrEmpty(account) ? "default" : NotInName().Replace(account.ToLowerInvariant(), "_");

    [GeneratedRegex("[^a-z0-9_.]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NotInName();
}
