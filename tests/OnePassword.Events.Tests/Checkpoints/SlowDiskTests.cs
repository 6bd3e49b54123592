namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>Checkpoints that are saved while the disk is busy.</summary>
public sealed class SlowDiskTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("events-state-").FullName, "state");
    private readonly SlowDisk _disk = new();
    private readonly FileCheckpointStore _store;

    public SlowDiskTests() => _store = new FileCheckpointStore(_folder, readOnly: false, _disk);

    public void Dispose()
    {
        _disk.Open();
        _store.Dispose();
        _disk.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [Test]
    public async Task Saving_returns_a_task_that_ends_when_the_folder_was_synced_and_blocks_no_thread_of_the_pool()
    {
        _disk.Close();
        var saving = Save("a", "1");
        await _disk.Blocked;
        Assert.That(saving.IsCompleted, Is.False);

        _disk.Open();
        await saving;

        Assert.That(_disk.Steps, Is.EqualTo(new[] { "a.json.tmp", "a.json", "sync" }));
        Assert.That(_disk.PoolThreads, Is.Zero);
    }

    [Test]
    public async Task Checkpoints_that_are_saved_while_the_disk_is_busy_share_one_sync_of_the_folder()
    {
        _disk.Close();
        var first = Save("first", "1");
        await _disk.Blocked;
        var others = Enumerable.Range(0, 100).Select(number => Save($"name{number}", "1")).ToList();

        _disk.Open();
        await Task.WhenAll(others.Append(first));

        Assert.That(_disk.Steps.Count(step => step == "sync"), Is.EqualTo(2));
        Assert.That(_disk.Steps[^1], Is.EqualTo("sync"), "none counts as saved before that");
        Assert.That(_disk.PoolThreads, Is.Zero);
        foreach (var name in _store.Names)
            Assert.That((await _store.LoadAsync(name))!.Cursor, Is.EqualTo("1"));
        Assert.That(_store.Names, Has.Count.EqualTo(101));
    }

    [Test]
    public async Task The_last_of_several_checkpoints_of_one_name_is_the_one_that_stays()
    {
        _disk.Close();
        var first = Save("first", "1");
        await _disk.Blocked;
        var saves = Enumerable.Range(1, 3).Select(number => Save("a", $"{number}")).ToList();

        _disk.Open();
        await Task.WhenAll(saves.Append(first));

        Assert.That((await _store.LoadAsync("a"))!.Cursor, Is.EqualTo("3"));
        Assert.That(_disk.Steps.Count(step => step == "a.json"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_checkpoint_that_cannot_be_written_fails_alone()
    {
        _disk.Close();
        var first = Save("first", "1");
        await _disk.Blocked;
        Directory.CreateDirectory(Path.Combine(_folder, "bad.json.tmp"));
        var (good, bad) = (Save("good", "1"), Save("bad", "1"));

        _disk.Open();
        await Task.WhenAll(first, good);

        Assert.That(async () => await bad, Throws.InstanceOf<UnauthorizedAccessException>().Or.InstanceOf<IOException>());
        Assert.That(await _store.LoadAsync("good"), Is.Not.Null);
        Assert.That(await _store.LoadAsync("bad"), Is.Null);
    }

    [Test]
    public async Task A_folder_that_cannot_be_synced_fails_each_checkpoint_of_the_batch()
    {
        _disk.Close();
        var first = Save("first", "1");
        await _disk.Blocked;
        var others = new[] { Save("a", "1"), Save("b", "1") };
        _disk.FailsToSync = true;

        _disk.Open();

        foreach (var saving in others.Append(first))
            Assert.That(async () => await saving, Throws.InstanceOf<IOException>().With.Message.EqualTo("sync"));
    }

    [Test]
    public async Task A_checkpoint_whose_saving_is_cancelled_while_it_waits_is_not_written()
    {
        _disk.Close();
        var first = Save("first", "1");
        await _disk.Blocked;
        using var stop = new CancellationTokenSource();
        var cancelled = _store.SaveAsync("a", CheckpointStoreContract.Checkpoint("1"), stop.Token).AsTask();

        await stop.CancelAsync();

        Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>(), "although the disk is still busy");
        _disk.Open();
        await first;
        await Save("b", "1");
        Assert.That(await _store.LoadAsync("a"), Is.Null);
    }

    [Test]
    public async Task A_checkpoint_that_is_being_written_when_its_saving_is_cancelled_is_not_written_behind_the_back_of_the_caller()
    {
        _disk.Close();
        using var stop = new CancellationTokenSource();
        var saving = _store.SaveAsync("a", CheckpointStoreContract.Checkpoint("1"), stop.Token).AsTask();
        await _disk.Blocked;

        await stop.CancelAsync();

        Assert.That(saving.IsCompleted, Is.False);
        _disk.Open();
        await saving;
        Assert.That((await _store.LoadAsync("a"))!.Cursor, Is.EqualTo("1"));
    }

    [Test]
    public async Task A_disposed_store_has_written_what_was_being_saved_and_accepts_no_more()
    {
        _disk.Close();
        var saves = new[] { Save("a", "1"), Save("b", "1") };
        await _disk.Blocked;

        _disk.Open();
        _store.Dispose();

        using var next = FileCheckpointStore.Open(_folder);
        Assert.That(next.Names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(async () => await _store.SaveAsync("c", CheckpointStoreContract.Checkpoint("1")), Throws.InstanceOf<ObjectDisposedException>());
        await Task.WhenAll(saves);
    }

    private Task Save(string name, string cursor) => _store.SaveAsync(name, CheckpointStoreContract.Checkpoint(cursor)).AsTask();
}
