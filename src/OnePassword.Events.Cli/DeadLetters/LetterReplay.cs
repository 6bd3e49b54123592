using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>
/// Replays dead letters of one file. Those that the destination rejects again are appended with the new reason, before the old
/// ones are removed.
/// </summary>
internal sealed class LetterReplay(LetterFile file, CliContext cli)
{
    private const int MaxPage = 1_000;

    // An operator waits for the result.
    private static readonly TimeSpan RetryFor = TimeSpan.FromMinutes(1);

    private readonly List<int> _removed = []; // Sorted.

    /// <summary>Gets the timeout of an attempt; null for that of the destination.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets the number of dead letters that were delivered.</summary>
    public int Delivered { get; private set; }

    /// <summary>Gets the dead letters that were rejected again.</summary>
    public List<DeadLetter> Rejected { get; } = [];

    /// <param name="destination">The destination, which the method disposes of.</param>
    /// <param name="letters">The dead letters.</param>
    /// <param name="cancellationToken">Cancels the replay. The delivered pages are removed.</param>
    /// <exception cref="CliException">The destination does not accept events. The delivered pages are removed.</exception>
    public async Task RunAsync(
        IEventDestination destination, IReadOnlyList<StoredLetter> letters, CancellationToken cancellationToken)
    {
        using var owned = destination;

        // Letters of a quiet feed were all read at different times.
        var groups = letters.GroupBy(stored => stored.Letter.Origin with { ReadAt = default });
        try
        {
            foreach (var page in groups.SelectMany(group => group.Chunk(MaxPage)))
                await DeliverAsync(destination, page, cancellationToken).ConfigureAwait(false);
        }
        catch (DestinationException e)
        {
            throw new CliException(ExitCode.Output, $"{file.Output}: {Format.Message(e)}");
        }
    }

    private async Task DeliverAsync(IEventDestination destination, StoredLetter[] page, CancellationToken cancellationToken)
    {
        using var letters = new LetterDestination(destination, page.Select(stored => stored.Letter));
        var rejected = new RejectedLetters(file.File, letters);
        using var delivery = new EventDelivery(letters, new DeliveryOptions
        {
            DeadLetters = rejected,
            MaxRejectedShare = 1, // The limits are for unattended runs.
            MaxRejectedPerMinute = int.MaxValue,
            RetryFor = RetryFor,
            Timeout = Timeout,
            Clock = cli.Clock,
        });
        var events = page.Select(stored => stored.Letter.Event).ToList();
        await delivery.DeliverAsync(
            events, page[0].Letter.Origin, mayHaveArrived: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        await RemoveAsync(page).ConfigureAwait(false);
        Rejected.AddRange(rejected.All);
        Delivered += page.Length - rejected.All.Count;
    }

    // Each index becomes smaller by the number of letters before it that were removed.
    private async Task RemoveAsync(StoredLetter[] page)
    {
        var indexes = page.Select(stored => stored.Index + _removed.BinarySearch(stored.Index) + 1).ToHashSet();
        await file.File.RemoveAsync(indexes, CancellationToken.None).ConfigureAwait(false);
        _removed.AddRange(page.Select(stored => stored.Index));
        _removed.Sort();
    }

    /// <summary>Appends the letters that were rejected again, with their own origin instead of that of their page.</summary>
    private sealed class RejectedLetters(DeadLetterFile file, LetterDestination letters) : IDeadLetterSink
    {
        public List<DeadLetter> All { get; } = [];

        public async Task AppendAsync(IReadOnlyList<DeadLetter> rejected, CancellationToken cancellationToken = default)
        {
            var own = rejected.Select(letter => letter with { Origin = letters.OriginOf(letter.Event) }).ToList();
            await file.AppendAsync(own, CancellationToken.None).ConfigureAwait(false);
            All.AddRange(own);
        }
    }
}
