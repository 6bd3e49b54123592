namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>Checkpoints that are saved while the disk is busy.</summary>
public sealed class CheckpointWriterTests : IDisposable
{
    private readonly StateFolder _state = new();

    private TestDisk Disk => _state.Disk;

    public void Dispose() => _state.Dispose();

    [Test]
    public async Task Save_completes_after_the_sync_of_the_folder_and_blocks_no_pool_thread()
    {
        Disk.Close();
        var save = _state.SaveAsync("a", "1");
        await Disk.Blocked;
        Assert.That(save.IsCompleted, Is.False);

        Disk.Open();
        await save;

        Assert.That(Disk.Steps, Is.EqualTo(new[] { "write a.json.tmp", "rename a.json.tmp to a.json", "sync state" }));
        Assert.That(Disk.StepsOnPoolThreads, Is.Zero);
    }

    [Test]
    public async Task Saves_that_wait_for_the_disk_share_one_sync_of_the_folder()
    {
        Disk.Close();
        var first = _state.SaveAsync("first", "1");
        await Disk.Blocked;
        var others = Enumerable.Range(0, 100).Select(number => _state.SaveAsync($"name{number}", "1")).ToList();

        Disk.Open();
        await Task.WhenAll(others.Append(first));

        Assert.That(Disk.Count("sync state"), Is.EqualTo(2));
        Assert.That(Disk.Steps[^1], Is.EqualTo("sync state"), "a checkpoint that is not synced is not saved");
        Assert.That(Disk.StepsOnPoolThreads, Is.Zero);
        foreach (var name in _state.Store.Names)
            Assert.That(await _state.CursorAsync(name), Is.EqualTo("1"));
        Assert.That(_state.Store.Names, Has.Count.EqualTo(101));
    }

    [Test]
    public async Task Only_the_last_of_several_waiting_checkpoints_of_a_name_is_written()
    {
        Disk.Close();
        var first = _state.SaveAsync("first", "1");
        await Disk.Blocked;
        var saves = Enumerable.Range(1, 3).Select(number => _state.SaveAsync("a", $"{number}")).ToList();

        Disk.Open();
        await Task.WhenAll(saves.Append(first));

        Assert.That(await _state.CursorAsync("a"), Is.EqualTo("3"));
        Assert.That(Disk.Count("write a.json.tmp"), Is.EqualTo(1));
    }

    [Test]
    public async Task Checkpoint_that_cannot_be_written_fails_alone()
    {
        Disk.Close();
        var first = _state.SaveAsync("first", "1");
        await Disk.Blocked;
        Directory.CreateDirectory(_state.PathOf("bad.json.tmp"));
        var (good, bad) = (_state.SaveAsync("good", "1"), _state.SaveAsync("bad", "1"));

        Disk.Open();
        await Task.WhenAll(first, good);

        Assert.That(() => bad, Throws.InstanceOf<UnauthorizedAccessException>().Or.InstanceOf<IOException>());
        Assert.That(await _state.CursorAsync("good"), Is.EqualTo("1"));
        Assert.That(await _state.CursorAsync("bad"), Is.Null);
    }

    [Test]
    public async Task Failed_sync_of_the_folder_fails_every_save_of_the_batch()
    {
        Disk.Close();
        var first = _state.SaveAsync("first", "1");
        await Disk.Blocked;
        var others = new[] { _state.SaveAsync("a", "1"), _state.SaveAsync("b", "1") };
        Disk.Fail(step => step == "sync state");

        Disk.Open();

        foreach (var save in others.Append(first))
            Assert.That(() => save, Throws.InstanceOf<IOException>().With.Message.EqualTo("failed: sync state"));
    }

    [Test]
    public async Task Canceled_save_that_still_waits_is_not_written()
    {
        Disk.Close();
        var first = _state.SaveAsync("first", "1");
        await Disk.Blocked;
        using var stop = new CancellationTokenSource();
        var canceled = _state.Store.SaveAsync("a", TestCheckpoint.At("1"), stop.Token).AsTask();

        await stop.CancelAsync();

        Assert.That(() => canceled, Throws.InstanceOf<OperationCanceledException>(), "although the disk is still busy");
        Disk.Open();
        await first;
        await _state.SaveAsync("b", "1");
        Assert.That(await _state.CursorAsync("a"), Is.Null);
    }

    [Test]
    public async Task Canceled_save_whose_writing_has_started_completes_when_it_is_durable()
    {
        Disk.Close();
        using var stop = new CancellationTokenSource();
        var save = _state.Store.SaveAsync("a", TestCheckpoint.At("1"), stop.Token).AsTask();
        await Disk.Blocked;

        await stop.CancelAsync();

        Assert.That(save.IsCompleted, Is.False);
        Disk.Open();
        await save;
        Assert.That(await _state.CursorAsync("a"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Dispose_completes_waiting_saves_and_rejects_later_ones()
    {
        Disk.Close();
        var saves = new[] { _state.SaveAsync("a", "1"), _state.SaveAsync("b", "1") };
        await Disk.Blocked;

        Disk.Open();
        _state.Store.Dispose();

        using var next = FileCheckpointStore.Open(_state.Path);
        Assert.That(next.Names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(() => _state.SaveAsync("c", "1"), Throws.InstanceOf<ObjectDisposedException>());
        await Task.WhenAll(saves);
    }
}
