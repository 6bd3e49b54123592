using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Shared;

public sealed class SmallHeapTests
{
    [Test]
    public void Garbage_of_some_megabytes_does_not_wait_for_the_runtime_to_collect_it()
    {
        var before = GC.CollectionCount(0);
        for (var kilobytes = 0; kilobytes < 3 * 1024; kilobytes += 16)
            GC.KeepAlive(new byte[16 * 1024]);
        SmallHeap.PageIsDoneWith();
        Assert.That(GC.CollectionCount(0), Is.GreaterThan(before));
    }
}
