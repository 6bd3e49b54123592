using System.IO.Compression;
using OnePassword.Events.Benchmarks.Processes;
using OnePassword.Events.Benchmarks.Reporting;
using OnePassword.Events.ObjectStorage;
using OnePassword.Events.Testing.Storage;

namespace OnePassword.Events.Benchmarks.Objects;

/// <summary>Three feeds are stored in Azurite, beside a loop that only puts the same bytes.</summary>
internal static class ObjectsPart
{
    private const int Rounds = 3;

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Objects", """
            The three feeds of an emulator in another process go into Azurite at once, with an object per page of 1,000 events. The pages
            were read before. Put: a loop that sends the same objects and entries with a bare HttpClient, compressed before. Compress: the
            same loop, which compresses the lines as well. The share is the processor time of this process, relative to the wall time.
            Azurite needs most of the rest. Medians of alternating runs.
            """);
        if (!Azurite.IsInstalled)
        {
            report.Note("Azurite is not installed. OP_EVENTS_AZURITE does not name its folder.");
            return;
        }
        var events = scale.ExportEvents[1];
        using var emulator = await EmulatorProcess.StartAsync(await ToolBuild.NativeAsync(), events);
        await using var azurite = await Azurite.StartAsync();
        var (stored, put, compressed, objects) = (new List<Run>(), new List<Run>(), new List<Run>(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            var (run, writes) = await StoreAsync(emulator, await azurite.CreateContainerAsync());
            stored.Add(run);
            objects = writes.Sum(one => one.Count(IsPage));
            put.Add(await PutAsync(await azurite.CreateContainerAsync(), writes, write => write.Content));
            var lines = writes.SelectMany(one => one).Where(IsPage).ToDictionary(write => write.Key, write => Lines(write.Content), StringComparer.Ordinal);
            compressed.Add(await PutAsync(
                await azurite.CreateContainerAsync(), writes, write => IsPage(write) ? Compress(lines[write.Key]) : write.Content));
        }
        (string Name, Run Run)[] rows = [("put", Run.MedianOf(put)), ("compress", Run.MedianOf(compressed)), ("store", Run.MedianOf(stored))];
        report.Table(
            [$"{Show.Count(objects)} objects by", "wall, s", "objects per second", "ratio", "processor of this process, s", "share"],
            rows.Select(row => new[]
            {
                row.Name, Show.Seconds(row.Run.Wall), Show.Count(objects / row.Run.Wall.TotalSeconds),
                Show.Ratio(rows[0].Run.Wall / row.Run.Wall), Show.Seconds(row.Run.Processor), Show.Share(row.Run.Processor / row.Run.Wall),
            }));
    }

    private static async Task<(Run Run, List<List<(string Key, byte[] Content)>> Writes)> StoreAsync(EmulatorProcess emulator, Uri address)
    {
        using var blobs = new AzureBlobContainer(new()
        {
            Url = address,
            Credential = AzureBlobCredential.AccountKey(Azurite.Account, Azurite.Key),
        });
        var container = new RecordingContainer(blobs);
        await using var store = new ObjectEventStore(container);
        using var client = emulator.Client();
        var feeds = await EmulatorProcess.PagesAsync(client);
        var run = await Run.MeasureAsync(() => Task.WhenAll(feeds.Select(async pages =>
        {
            foreach (var page in pages)
                await store.StoreAsync(page);
        })));
        return (run, [.. container.Writes]);
    }

    private static bool IsPage((string Key, byte[] Content) write) => write.Key.StartsWith("events/", StringComparison.Ordinal);

    private static byte[] Lines(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        var lines = new MemoryStream();
        gzip.CopyTo(lines);
        return lines.ToArray();
    }

    private static byte[] Compress(byte[] lines)
    {
        var content = new MemoryStream();
        using (var gzip = new GZipStream(content, CompressionLevel.Optimal))
            gzip.Write(lines);
        return content.ToArray();
    }

    private static async Task<Run> PutAsync(
        Uri address, List<List<(string Key, byte[] Content)>> writes, Func<(string Key, byte[] Content), byte[]> contentOf)
    {
        using var client = new HttpClient();
        var signature = Azurite.SharedAccessSignature();
        return await Run.MeasureAsync(() => Task.WhenAll(writes.Select(async one =>
        {
            foreach (var write in one)
            {
                using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"{address}/{write.Key}?{signature}"))
                {
                    Content = new ByteArrayContent(contentOf(write)),
                    Headers = { { "x-ms-blob-type", "BlockBlob" } },
                };
                using var response = await client.SendAsync(request);
                response.EnsureSuccessStatusCode();
            }
        })));
    }
}
