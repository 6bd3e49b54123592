using OnePassword.Events.Destinations.DeadLetters;

namespace OnePassword.Events.Destinations.Tests.DeadLetters;

/// <summary>The number of dead letters that wait, while other processes append and remove some.</summary>
public sealed class LetterCountTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "dead-letters", "letters.ndjson");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Count_follows_appended_and_removed_dead_letters()
    {
        var (counted, other) = (new DeadLetterFile(Path), new DeadLetterFile(Path));
        Assert.That(counted.Count(), Is.Zero, "there is no file");
        await other.AppendAsync(Letters(30));
        Assert.That(counted.Count(), Is.EqualTo(30));
        await other.AppendAsync(Letters(2));
        Assert.That(counted.Count(), Is.EqualTo(32));
        await other.RemoveAsync(new HashSet<int> { 0, 20, 31 });
        Assert.That(counted.Count(), Is.EqualTo(29));
        await other.RemoveAsync(new HashSet<int> { 3 });
        await other.AppendAsync(Letters(40, more: "longer"));
        Assert.That(counted.Count(), Is.EqualTo(68), "the file is longer than before");
        await other.RemoveAsync(Enumerable.Range(0, 68).ToHashSet());
        Assert.That(counted.Count(), Is.Zero);
        File.Delete(Path);
        Assert.That(counted.Count(), Is.Zero);
    }

    [Test]
    public async Task Part_of_a_line_does_not_count_until_it_is_complete()
    {
        var file = new DeadLetterFile(Path);
        await file.AppendAsync(Letters(3));
        await File.AppendAllTextAsync(Path, "{\"time\":");
        Assert.That(file.Count(), Is.EqualTo(3));
        await file.AppendAsync(Letters(1)); // It replaces the part.
        Assert.That(file.Count(), Is.EqualTo(4));
    }

    [Test]
    public async Task Unchanged_file_is_not_read_as_a_whole()
    {
        var file = new DeadLetterFile(Path);
        await file.AppendAsync(Letters(1_000));
        var count = new LetterCount(Path);
        Assert.That(count.Read(), Is.EqualTo(1_000));
        var first = count.BytesRead;
        for (var scrape = 0; scrape < 5; scrape++)
            Assert.That(count.Read(), Is.EqualTo(1_000));
        Assert.That(first, Is.GreaterThan(300_000));
        Assert.That(count.BytesRead - first, Is.LessThanOrEqualTo(5 * 8 << 10));
    }

    private static List<DeadLetter> Letters(int count, string more = "") =>
    [
        .. Pages.Of(count).Select((one, i) => new DeadLetter(
            one, Pages.Origin, "https://siem.example.com" + more, "HTTP 400", 400, Pages.Now.AddMilliseconds(i))),
    ];
}
