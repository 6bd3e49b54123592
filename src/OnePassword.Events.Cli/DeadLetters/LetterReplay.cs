using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>
/// Sends dead letters of one file again. Those that the destination rejects again are appended with the new reason, before the
/// old ones are removed.
/// </summary>
internal sealed class LetterReplay(LetterFile file, CliContext cli)
{
    private const int MaxPage = 1_000;

    // An operator waits for the result.
    private static readonly TimeSpan RetryFor = TimeSpan.FromMinutes(1);

    private readonly List<int> _removed = [];

    /// <summary>Gets the number of dead letters that were delivered.</summary>
    public int Delivered { get; private set; }

    /// <summary>Gets the dead letters that were rejected again.</summary>
    public List<DeadLetter> Rejected { get; } = [];

    /// <exception cref="CliException">The destination does not accept events. The delivered ones are removed.</exception>
    public async Task RunAsync(
        IEventDestination destination, IReadOnlyList<StoredLetter> letters, CancellationToken cancellationToken)
    {
        var options = new DeliveryOptions
        {
            DeadLetters = file.File,
            MaxRejectedShare = 1,
            MaxRejectedPerMinute = int.MaxValue,
            RetryFor = RetryFor,
            Clock = cli.Clock,
        };
        using var delivery = new EventDelivery(destination, options);
        foreach (var page in letters.GroupBy(stored => stored.Letter.Origin).SelectMany(group => group.Chunk(MaxPage)))
        {
            try
            {
                await DeliverAsync(delivery, page, cancellationToken).ConfigureAwait(false);
            }
            catch (DestinationException e)
            {
                throw new CliException(ExitCode.Output, $"{file.Output}: {Format.Message(e)}");
            }
        }
    }

    private async Task DeliverAsync(EventDelivery delivery, StoredLetter[] page, CancellationToken cancellationToken)
    {
        var reports = new Collector();
        var events = page.Select(stored => stored.Letter.Event).ToList();
        await delivery.DeliverAsync(events, page[0].Letter.Origin, mayHaveArrived: true, reports, cancellationToken)
            .ConfigureAwait(false);
        var indexes = page.Select(stored => stored.Index - _removed.Count(removed => removed < stored.Index)).ToHashSet();
        await file.File.RemoveAsync(indexes, CancellationToken.None).ConfigureAwait(false);
        _removed.AddRange(page.Select(stored => stored.Index));
        Rejected.AddRange(reports.Parked);
        Delivered += page.Length - reports.Parked.Count;
    }

    private sealed class Collector : IProgress<DeliveryReport>
    {
        public List<DeadLetter> Parked { get; } = [];

        public void Report(DeliveryReport value) => Parked.AddRange(value.Parked);
    }
}
