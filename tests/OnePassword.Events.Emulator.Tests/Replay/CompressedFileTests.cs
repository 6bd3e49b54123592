using System.Text;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Replay;

/// <summary>Looks for temporary files, so no other test may create some at the same time.</summary>
[NonParallelizable]
public sealed class CompressedFileTests
{
    [Test]
    public async Task Compressed_files_are_served_and_leave_no_temporary_files()
    {
        var before = Unpacked();
        var lines = Enumerable.Range(0, 5_000).Select(number => History.Event($"{number}")).ToList();
        using var history = new History().With("auditevents.ndjson.gz", "");
        byte[] twoMembers = [.. Member(lines.Take(2_000)), .. Member(lines.Skip(2_000))];
        File.WriteAllBytes(history["signinattempts.ndjson.gz"], twoMembers);

        await using (var api = await history.ReplayAsync())
        {
            Assert.That((await api.DrainAsync(Api.SignIns)).SelectMany(page => page.Raw), Is.EqualTo(lines));
            Assert.That((await api.PageAsync(Api.Audit, Api.Everything)).Items, Is.Empty);
        }

        Assert.That(Unpacked().Except(before, StringComparer.Ordinal), Is.Empty);
    }

    private static byte[] Member(IEnumerable<string> lines) =>
        History.Zip(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    private static List<string> Unpacked() => [.. Directory.EnumerateFiles(Path.GetTempPath(), "op-events-*")];
}
