using System.Globalization;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>A process of a node that a test ended.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Writer">The name of the process in the database.</param>
/// <param name="Time">When the test ended it.</param>
internal sealed record NodeLoss(string Kind, string Writer, DateTimeOffset Time)
{
    /// <summary>Sends a signal to the process of a node.</summary>
    public static async Task<NodeLoss> OfAsync(TestNode node, string signal)
    {
        var loss = new NodeLoss(signal, node.Writer, TimeProvider.System.GetUtcNow());
        await node.Process.SignalAsync(signal);
        return loss;
    }

    /// <summary>Returns the time until the first commit of another process, for each account of this one.</summary>
    public IReadOnlyList<TimeSpan> Takeovers(IEnumerable<JournalEntry> journal) =>
    [
        .. from account in journal.GroupBy(entry => entry.Account, StringComparer.Ordinal)
           where account.LastOrDefault(entry => entry.Time < Time)?.Writer == Writer
           select account.First(entry => entry.Time >= Time && entry.IsCommit && entry.Writer != Writer).Time - Time,
    ];

    /// <summary>Returns the minimum, median and maximum of times.</summary>
    public static string Describe(string name, IEnumerable<TimeSpan> times)
    {
        var seconds = times.Select(time => time.TotalSeconds).Order().ToList();
        return seconds.Count == 0 ? $"{name}: none" : string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {seconds.Count}, {seconds[0]:0.0} / {seconds[seconds.Count / 2]:0.0} / {seconds[^1]:0.0} s");
    }
}
