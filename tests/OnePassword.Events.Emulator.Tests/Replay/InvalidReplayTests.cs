using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Replay;

public sealed class InvalidReplayTests
{
    [Test]
    public void A_replay_without_a_folder_or_recorded_files_fails_and_names_the_folder()
    {
        using var history = new History().With("notes.txt", "");
        AssertInvalid(
            history,
            $"The folder {history.Path} contains no auditevents.ndjson, itemusages.ndjson or signinattempts.ndjson, "
            + "compressed (.gz) or not.");

        foreach (var none in new[] { history["missing"], history["notes.txt"] })
        {
            Assert.That(
                () => Api.StartAsync(new() { Replay = none }),
                Throws.TypeOf<InvalidDataException>().With.Message.EqualTo($"The folder {none} does not exist."));
        }
    }

    [TestCase("auditevents.ndjson", "auditevents.ndjson.gz")]
    [TestCase("auditevents-00000001.ndjson", "auditevents-00000001.ndjson.gz")]
    [TestCase("auditevents-0001.ndjson", "auditevents-1.ndjson")]
    public void A_replay_of_two_files_with_the_same_number_fails_and_names_both(string one, string other)
    {
        using var history = new History().WithLines(other, History.Event("A")).WithLines(one, History.Event("A"));

        AssertInvalid(history, $"The folder {history.Path} contains {one} and {other}. Keep one of them.");
    }

    [Test]
    public void A_replay_of_an_invalid_gzip_file_fails_and_names_the_file()
    {
        var whole = History.Zip(System.Text.Encoding.UTF8.GetBytes(History.Event("A") + "\n"));
        byte[][] invalid = [[], whole[..5], [.. "not a gzip file, but as long as one"u8]];
        foreach (var bytes in invalid)
        {
            using var history = new History();
            File.WriteAllBytes(history["auditevents.ndjson.gz"], bytes);

            AssertInvalid(history, $"{history["auditevents.ndjson.gz"]} is not a valid gzip file.");
        }
    }

    [Test]
    public void Replay_excludes_the_options_of_generated_events()
    {
        (string Rule, EmulatorOptions Options)[] invalid =
        [
            ("must name a folder", new() { Replay = " " }),
            ("excludes", new() { Replay = ".", Seed = 1 }),
            ("excludes", new() { Replay = ".", EventsPerFeed = 999 }),
            ("excludes", new() { Replay = ".", Span = TimeSpan.FromDays(2) }),
            ("excludes", new() { Replay = ".", LateShare = 0.1 }),
            ("excludes", new() { Replay = ".", UnknownFields = true }),
        ];

        foreach (var (rule, options) in invalid)
            Assert.That(options.Validate, Throws.ArgumentException.With.Message.StartsWith($"Replay {rule}"));
        Assert.That(new EmulatorOptions { Replay = ".", Now = Api.Now, Indented = true }.Validate, Throws.Nothing);
    }

    [Test]
    public void A_canceled_start_does_not_open_the_replay()
    {
        using var history = new History().WithLines("auditevents.ndjson", History.Event("A"));

        Assert.That(
            () => EventsEmulator.StartAsync(new() { Replay = history.Path }, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static void AssertInvalid(History history, string message) =>
        Assert.That(() => history.ReplayAsync(), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(message));
}
