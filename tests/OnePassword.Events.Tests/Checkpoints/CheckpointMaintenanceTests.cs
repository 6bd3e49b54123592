namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>Backing up and renaming checkpoints.</summary>
public sealed class CheckpointMaintenanceTests : IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Test]
    public async Task Backup_copies_a_checkpoint_to_a_file_that_is_not_a_checkpoint()
    {
        await _state.SaveAsync("a", "1");

        var copy = _state.Store.Backup("a", new DateTimeOffset(2026, 1, 31, 12, 0, 0, 5, TimeSpan.Zero));

        Assert.That(Path.GetFileName(copy), Is.EqualTo("a.json.20260131T120000005Z.bak"));
        Assert.That(await File.ReadAllBytesAsync(copy!), Is.EqualTo(await File.ReadAllBytesAsync(_state.PathOf("a.json"))));
        Assert.That(_state.Store.Names, Is.EqualTo(new[] { "a" }));
        Assert.That(_state.Store.Backup("none", DateTimeOffset.UnixEpoch), Is.Null);
    }

    [Test]
    public async Task Backup_copies_the_corrupt_checkpoint_too_and_overwrites_no_other_backup()
    {
        await _state.SaveAsync("a", "1");
        await File.WriteAllTextAsync(_state.PathOf("a.json.corrupt"), "corrupt");

        for (var attempt = 0; attempt < 2; attempt++)
            _state.Store.Backup("a", DateTimeOffset.UnixEpoch);
        _state.Store.Remove("a");

        Assert.That(Directory.GetFiles(_state.Path, "*.bak*").Select(Path.GetFileName), Is.EquivalentTo(new[]
        {
            "a.json.19700101T000000000Z.bak", "a.json.19700101T000000000Z.bak-2",
            "a.json.corrupt.19700101T000000000Z.bak", "a.json.corrupt.19700101T000000000Z.bak-2",
        }));
        Assert.That(_state.Store.Names, Is.Empty);
    }

    [Test]
    public async Task Renamed_checkpoint_is_loaded_by_its_new_name_only()
    {
        await _state.SaveAsync("a", "1");
        _state.Disk.Clear();

        _state.Store.Rename("a", "acme-a");

        Assert.That(await _state.CursorAsync("acme-a"), Is.EqualTo("1"));
        Assert.That(await _state.CursorAsync("a"), Is.Null);
        Assert.That(_state.Disk.Steps, Is.EqualTo(new[] { "sync state" }));
    }

    [TestCase("b.json")]
    [TestCase("b.json.corrupt")]
    public async Task Rename_does_not_overwrite_another_checkpoint(string other)
    {
        await _state.SaveAsync("a", "1");
        await File.WriteAllTextAsync(_state.PathOf(other), "theirs");

        Assert.That(
            () => _state.Store.Rename("a", "b"),
            Throws.InstanceOf<IOException>().With.Message.Contains("There is a checkpoint 'b'"));

        Assert.That(await File.ReadAllTextAsync(_state.PathOf(other)), Is.EqualTo("theirs"));
        Assert.That(await _state.CursorAsync("a"), Is.EqualTo("1"));
    }

    [Test]
    public void Rename_rejects_a_missing_checkpoint_and_an_invalid_name()
    {
        Assert.That(() => _state.Store.Rename("none", "c"), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(() => _state.Store.Rename("a", "../up"), Throws.ArgumentException);
    }
}
