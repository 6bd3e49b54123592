using System.Collections.Frozen;

namespace OnePassword.Events.Destinations.Splunk;

/// <summary>The codes in responses of HEC, with what an operator should do.</summary>
internal static class HecCodes
{
    public const int NoData = 5;
    public const int ChannelMissing = 10;

    public const string EnableAcknowledgment =
        "Enable indexer acknowledgment for the token in Splunk, or remove acknowledgment (ack) from this destination.";

    private const string EnableToken = "Enable the token in Splunk, or use another one.";
    private const string CheckToken = "Use a token that Splunk shows under Settings, Data inputs, HTTP Event Collector.";

    private static readonly FrozenDictionary<long, (HecAction Action, string Advice)> Table =
        new Dictionary<long, (HecAction Action, string Advice)>
        {
            [0] = (HecAction.Accept, ""),
            [1] = (HecAction.ReplaceToken, EnableToken),
            [2] = (HecAction.ReplaceToken, CheckToken),
            [3] = (HecAction.ReplaceToken, CheckToken),
            [4] = (HecAction.ReplaceToken, CheckToken),
            [NoData] = (HecAction.Split, ""),
            [6] = (HecAction.Split, ""),
            [7] = (HecAction.Stop, "Create the index, or add it to the allowed indexes of the token."),
            [8] = (HecAction.Retry, ""),
            [9] = (HecAction.Retry, ""),
            [ChannelMissing] =
                (HecAction.Stop, "The token has indexer acknowledgment: turn it on (ack) for this destination too."),
            [11] = (HecAction.Stop, "A proxy may have changed the header X-Splunk-Request-Channel."),
            [12] = (HecAction.Split, ""),
            [13] = (HecAction.Split, ""),
            [14] = (HecAction.Stop, EnableAcknowledgment),
            [15] = (HecAction.Split, ""),
            [16] = (HecAction.Stop, "A proxy may have removed the header Authorization."),
            [17] = (HecAction.Accept, ""),
            [18] = (HecAction.Retry, ""),
            [19] = (HecAction.Retry, ""),
            [20] = (HecAction.Retry, ""),
            [21] = (HecAction.ReplaceToken, CheckToken),
            [22] = (HecAction.ReplaceToken, EnableToken),
            [23] = (HecAction.Retry, ""),
            [24] = (HecAction.SlowDown, "Its queue is almost full, and sending slows down."),
            [25] = (HecAction.SlowDown, "Its acknowledgments are almost at their limit, and sending slows down."),
            [26] = (HecAction.Retry, ""),
            [27] = (HecAction.Retry, ""),
        }.ToFrozenDictionary();

    /// <summary>Finds a code. A code that does not fit the HTTP status comes from a gateway, and counts as unknown.</summary>
    public static (HecAction Action, string Advice)? Find(long? code, int status) =>
        code is { } known && Table.TryGetValue(known, out var entry) && Fits(entry.Action, status) ? entry : null;

    private static bool Fits(HecAction action, int status) => action switch
    {
        HecAction.Accept or HecAction.SlowDown => status is >= 200 and < 300,
        HecAction.Retry => status is 429 or >= 500,
        HecAction.Split => status == 400,
        _ => status is 400 or 401 or 403,
    };
}
