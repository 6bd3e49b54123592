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

    private readonly string _folder = file.File.Path + ".replay"; // The edit lock of the file covers it.
    private readonly List<int> _removed = []; // Sorted.

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
        finally
        {
            DeleteFolder();
        }
    }

    private async Task DeliverAsync(IEventDestination destination, StoredLetter[] page, CancellationToken cancellationToken)
    {
        var reports = new Collector();
        using var letters = new LetterDestination(destination, page.Select(stored => stored.Letter));
        using var delivery = new EventDelivery(letters, Options()); // Its limit of rejected pages is for unattended runs.
        var events = page.Select(stored => stored.Letter.Event).ToList();
        await delivery.DeliverAsync(events, page[0].Letter.Origin, mayHaveArrived: true, reports, cancellationToken)
            .ConfigureAwait(false);
        var rejected = reports.Parked.ConvertAll(letter => letter with { Origin = letters.OriginOf(letter.Event) });
        if (rejected.Count > 0)
            await file.File.AppendAsync(rejected, CancellationToken.None).ConfigureAwait(false);
        await RemoveAsync(page).ConfigureAwait(false);
        Rejected.AddRange(rejected);
        Delivered += page.Length - rejected.Count;
    }

    // The delivery appends letters with the origin of their page, so they go to a temporary file first.
    private DeliveryOptions Options()
    {
        DeleteFolder();
        return new DeliveryOptions
        {
            DeadLetters = new DeadLetterFile(Path.Combine(_folder, "rejected.ndjson")),
            MaxRejectedShare = 1,
            MaxRejectedPerMinute = int.MaxValue,
            RetryFor = RetryFor,
            Clock = cli.Clock,
        };
    }

    // Each index becomes smaller by the number of letters before it that were removed.
    private async Task RemoveAsync(StoredLetter[] page)
    {
        var indexes = page.Select(stored => stored.Index + _removed.BinarySearch(stored.Index) + 1).ToHashSet();
        await file.File.RemoveAsync(indexes, CancellationToken.None).ConfigureAwait(false);
        _removed.AddRange(page.Select(stored => stored.Index));
        _removed.Sort();
    }

    private void DeleteFolder()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private sealed class Collector : IProgress<DeliveryReport>
    {
        public List<DeadLetter> Parked { get; } = [];

        public void Report(DeliveryReport value) => Parked.AddRange(value.Parked);
    }
}
