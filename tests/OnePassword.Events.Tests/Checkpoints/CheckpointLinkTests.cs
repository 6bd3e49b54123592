using System.Diagnostics;

namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>Links and pipes that another user has planted in the folder.</summary>
[Platform("Linux,MacOsX")]
public sealed class CheckpointLinkTests : IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Test]
    public void Link_or_pipe_in_place_of_a_checkpoint_is_not_read()
    {
        File.CreateSymbolicLink(_state.PathOf("a.json"), "/dev/zero");
        using (var make = Process.Start("mkfifo", [_state.PathOf("b.json")]))
            make.WaitForExit();

        Assert.That(
            () => _state.CursorAsync("a"),
            Throws.InstanceOf<IOException>().With.Message.Contains("is a symbolic link, which is not followed"));
        Assert.That(() => _state.CursorAsync("b"), Throws.InstanceOf<IOException>().With.Message.Contains("is not a regular file"));
    }

    [TestCase("a.json.tmp")]
    [TestCase("a.json")]
    public async Task Save_replaces_a_planted_link_and_keeps_its_target(string link)
    {
        var target = Path.Combine(_state.Parent, "target");
        await File.WriteAllTextAsync(target, "theirs");
        File.CreateSymbolicLink(_state.PathOf(link), target);

        await _state.SaveAsync("a", "1");

        Assert.That(await _state.CursorAsync("a"), Is.EqualTo("1"));
        Assert.That(await File.ReadAllTextAsync(target), Is.EqualTo("theirs"));
        Assert.That(File.ResolveLinkTarget(_state.PathOf("a.json"), returnFinalTarget: false), Is.Null);
    }

    [Test]
    public void Link_in_place_of_the_lock_is_rejected_and_its_target_is_not_created()
    {
        var (folder, target) = (_state.PathOf("other"), _state.PathOf("target"));
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, ".lock"), target);

        Assert.That(
            () => FileCheckpointStore.Open(folder),
            Throws.InstanceOf<IOException>().With.Message.Contains("is a symbolic link"));
        Assert.That(target, Does.Not.Exist);
    }
}
