using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests;

public sealed class Replay_that_is_refused
{
    [Test]
    public void Names_the_folder_that_is_missing_or_has_no_such_files()
    {
        using var history = new History().With("notes.txt", "");
        Refused(
            history,
            $"the folder {history.Path} has no auditevents.ndjson, itemusages.ndjson or signinattempts.ndjson, "
            + "compressed (.gz) or not.");

        foreach (var none in new[] { history["missing"], history["notes.txt"] })
        {
            Assert.That(
                () => Api.StartAsync(new() { Replay = none }),
                Throws.TypeOf<InvalidDataException>().With.Message.EqualTo($"the folder {none} does not exist."));
        }
    }

    [TestCase("auditevents.ndjson", "auditevents.ndjson.gz")]
    [TestCase("auditevents-00000001.ndjson", "auditevents-00000001.ndjson.gz")]
    [TestCase("auditevents-0001.ndjson", "auditevents-1.ndjson")]
    public void Names_two_files_with_the_same_place(string one, string other)
    {
        using var history = new History().WithLines(other, History.Event("A")).WithLines(one, History.Event("A"));

        Refused(history, $"the folder {history.Path} has both {one} and {other}; keep one of them.");
    }

    [Test]
    public void Names_a_compressed_file_of_which_nothing_can_be_unpacked()
    {
        var whole = History.Zip(System.Text.Encoding.UTF8.GetBytes(History.Event("A") + "\n"));
        byte[][] spoilt = [[], whole[..5], [.. "no gzip file, but as long as one"u8]];
        foreach (var bytes in spoilt)
        {
            using var history = new History();
            File.WriteAllBytes(history["auditevents.ndjson.gz"], bytes);

            Refused(history, $"{history["auditevents.ndjson.gz"]} is not a gzip file, or nothing of it can be unpacked.");
        }
    }

    [Test]
    public void Goes_with_no_option_of_generated_events()
    {
        (string Name, EmulatorOptions Options)[] refused =
        [
            ("must name a folder", new() { Replay = " " }),
            ("goes without", new() { Replay = ".", Seed = 1 }),
            ("goes without", new() { Replay = ".", EventsPerFeed = 999 }),
            ("goes without", new() { Replay = ".", Span = TimeSpan.FromDays(2) }),
            ("goes without", new() { Replay = ".", LateShare = 0.1 }),
            ("goes without", new() { Replay = ".", UnknownFields = true }),
        ];

        foreach (var (says, options) in refused)
            Assert.That(options.Validate, Throws.ArgumentException.With.Message.StartsWith($"Replay {says}"));
        Assert.That(new EmulatorOptions { Replay = ".", Now = Api.Now, Indented = true }.Validate, Throws.Nothing);
    }

    [Test]
    public void Is_not_begun_if_it_is_cancelled()
    {
        using var history = new History().WithLines("auditevents.ndjson", History.Event("A"));

        Assert.That(
            () => EventsEmulator.StartAsync(new() { Replay = history.Path }, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static void Refused(History history, string says) =>
        Assert.That(() => history.ReplayAsync(), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(says));
}
