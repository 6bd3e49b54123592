using System.Text;

namespace OnePassword.Events.Destinations.Tests;

public sealed class DeadLetterFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "letters.ndjson");

    [Test]
    public async Task Dead_letters_are_read_as_they_were_written()
    {
        var file = new DeadLetterFile(Path);
        var letters = new[] { Letter(Pages.Event("A")), Letter(Pages.Event("B")) with { Status = null } };
        await file.AppendAsync(letters[..1]);
        await file.AppendAsync(letters[1..]);
        var read = file.Read();
        Assert.That(read.Select(Text), Is.EqualTo(letters.Select(Text)));
        Assert.That(read.Select(WithoutEvent), Is.EqualTo(letters.Select(WithoutEvent)));

        static string Text(DeadLetter letter) => letter.Event.ToString();

        static DeadLetter WithoutEvent(DeadLetter letter) => letter with { Event = default };
    }

    [Test]
    public async Task Bytes_of_an_event_are_kept_even_if_they_are_not_UTF_8()
    {
        byte[] bytes = [.. "{\"uuid\":\"A\",\"text\":\""u8, 0xFF, 0xC0, .. "\\u0000\\ud800\",\"n\":1.10}"u8];
        var file = new DeadLetterFile(Path);
        await file.AppendAsync([Letter(RawEvent.Parse(bytes))]);
        Assert.That(file.Read().Single().Event.Json.ToArray(), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Deeply_nested_event_does_not_make_the_file_unreadable()
    {
        const int Depth = 1_000;
        var json = $"{{\"uuid\":\"A\",\"deep\":{new string('[', Depth)}{new string(']', Depth)}}}";
        var file = new DeadLetterFile(Path);
        await file.AppendAsync([Letter(Pages.Raw(json))]);
        Assert.That(file.Read().Single().Event.ToString(), Is.EqualTo(json));
    }

    [Test]
    public async Task Part_of_a_line_that_a_crash_left_is_removed()
    {
        var file = new DeadLetterFile(Path);
        await file.AppendAsync([Letter(Pages.Event("A"))]);
        await File.AppendAllTextAsync(Path, "{\"time\":\"2026");
        Assert.That(file.Read(), Has.Count.EqualTo(1));
        await file.AppendAsync([Letter(Pages.Event("B"))]);
        Assert.That(file.Read().Select(letter => letter.Event.Uuid), Is.EqualTo(new[] { "A", "B" }));
    }

    [Test]
    public async Task Removed_dead_letters_are_gone_and_later_ones_stay()
    {
        var file = new DeadLetterFile(Path);
        await file.AppendAsync([Letter(Pages.Event("A")), Letter(Pages.Event("B"))]);
        await file.AppendAsync([Letter(Pages.Event("C"))]);
        await file.RemoveAsync(new HashSet<int> { 0, 1 });
        Assert.That(file.Read().Select(letter => letter.Event.Uuid), Is.EqualTo(new[] { "C" }));
    }

    [Test]
    public async Task Feeds_append_concurrently()
    {
        await Task.WhenAll(Pages.Of(20).Select(rawEvent => new DeadLetterFile(Path).AppendAsync([Letter(rawEvent)])));
        Assert.That(new DeadLetterFile(Path).Read(), Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Invalid_line_is_reported_with_its_number()
    {
        var file = new DeadLetterFile(Path);
        await file.AppendAsync([Letter(Pages.Event("A"))]);
        await File.AppendAllTextAsync(Path, "{}\n", Encoding.UTF8);
        Assert.That(file.Read, Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("Line 2 is not a dead letter."));
    }

    [Test]
    public async Task Only_the_owner_can_read_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no file modes.");
            return;
        }
        await new DeadLetterFile(Path).AppendAsync([Letter(Pages.Event("A"))]);
        Assert.That(File.GetUnixFileMode(Path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DeadLetter Letter(RawEvent rawEvent) =>
        new(rawEvent, Pages.Origin, "Splunk at https://splunk.example.com", "HTTP 400: \"no\" <data>", 400, Pages.Now);
}
