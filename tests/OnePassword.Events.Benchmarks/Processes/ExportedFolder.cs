using System.Text.Json;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>The output of an exporter.</summary>
internal sealed class ExportedFolder : IDisposable
{
    private ExportedFolder(DirectoryInfo folder) => Folder = folder;

    public DirectoryInfo Folder { get; }

    public static ExportedFolder Create() => new(Directory.CreateTempSubdirectory("events-benchmarks-"));

    /// <summary>Checks that the feeds are complete and contain the same events as another folder, in the same order.</summary>
    /// <returns>The number of events with identical bytes, and of events with a different value.</returns>
    /// <exception cref="InvalidOperationException">Events are missing or in another order.</exception>
    public (int Identical, int Changed) Compare(ExportedFolder other, int eventsPerFeed)
    {
        var (identical, changed) = (0, 0);
        foreach (var feed in FeedNames.All)
        {
            var count = 0;
            foreach (var (mine, theirs) in Lines(feed).Zip(other.Lines(feed)))
            {
                count++;
                if (mine == theirs)
                    identical++;
                else if (!Same(mine, theirs, $"{feed}, event {count}"))
                    changed++;
            }
            if (count != eventsPerFeed || Lines(feed).Count() != count || other.Lines(feed).Count() != count)
            {
                throw new InvalidOperationException(
                    $"{feed}: {Lines(feed).Count()} and {other.Lines(feed).Count()} of {eventsPerFeed} events were written.");
            }
        }
        return (identical, changed);
    }

    public void Dispose() => Folder.Delete(recursive: true);

    private IEnumerable<string> Lines(string feed) => File.ReadLines(Path.Combine(Folder.FullName, $"{feed}.ndjson"));

    private static bool Same(string mine, string theirs, string which)
    {
        using var one = JsonDocument.Parse(mine);
        using var another = JsonDocument.Parse(theirs);
        if (one.RootElement.GetProperty("uuid").GetString() != another.RootElement.GetProperty("uuid").GetString())
            throw new InvalidOperationException($"{which}: one wrote\n{mine}\nand the other\n{theirs}");
        return JsonElement.DeepEquals(one.RootElement, another.RootElement);
    }
}
