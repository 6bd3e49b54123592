using System.Globalization;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// After any crash, the files contain each committed page once, and then the pages that were written since. Each case is random
/// and has a fixed seed.
/// </summary>
[Category("Slow")]
[Category("InProcess")]
public sealed class FollowCrashTests
{
    private const int CasesEach = 40;

    [Test]
    public async Task Files_contain_each_page_exactly_once_after_simulated_crashes([Range(0, 9)] int block)
    {
        for (var seed = block * CasesEach; seed < (block + 1) * CasesEach; seed++)
        {
            using var @case = new Case(seed);
            await @case.RunAsync();
        }
    }

    private sealed class Case(int seed) : IDisposable
    {
        private readonly Random _random = new(seed);
        private readonly RotatingFilesFixture _output = new();
        private int _written;

        public async Task RunAsync()
        {
            _output.Folder.Write("auditevents-x-00000001.ndjson", "theirs");
            OutputPosition? committed = null;
            var pages = new List<string>();
            for (var runs = _random.Next(2, 6); runs > 0; runs--)
            {
                _output.Options = RandomOptions();
                var (files, before) = (_output.Open(committed), pages.Count);

                var begin = committed ?? files.Position;
                var moments = new List<(OutputPosition Position, int Pages)> { (begin, pages.Count) };
                var crashed = !await FinishAsync(files, moments, pages.Count);
                for (var writes = _random.Next(6); writes > 0 && !crashed; writes--)
                {
                    moments.Add(await WriteAsync(files, pages));
                    crashed = _random.Next(2) == 0 && !await FinishAsync(files, moments, pages.Count);
                }
                if (pages.Skip(before).Any(page => page.Length > 0))
                    Check(pages); // Uncommitted bytes are removed with the first page.

                (committed, var kept) = moments[_random.Next(moments.Count)];
                pages.RemoveRange(kept, pages.Count - kept);
                Crash(committed);
            }
            pages.Add("{}\n");
            await _output.Open(committed).AppendAsync(pages[^1]);
            Check(pages);
            Assert.That(_output.Folder.ReadText("auditevents-x-00000001.ndjson"), Is.EqualTo("theirs"));
        }

        public void Dispose() => _output.Dispose();

        private OutputOptions RandomOptions() => new()
        {
            RotateSize = _random.Next(2) == 0 ? null : _random.Next(1, 300),
            RotateEvery = _random.Next(2) == 0 ? null : TimeSpan.FromMinutes(_random.Next(1, 90)),
            Gzip = _random.Next(2) == 0,
        };

        private async Task<(OutputPosition Position, int Pages)> WriteAsync(RotatingFiles files, List<string> pages)
        {
            _output.Clock.Advance(TimeSpan.FromMinutes(_random.Next(40)));
            var lines = Enumerable.Range(0, _random.Next(5))
                .Select(_ => $"{{\"n\":{_written++},\"text\":\"{new string('x', _random.Next(60))}\"}}\n");
            pages.Add(string.Concat(lines));
            return (await files.AppendAsync(pages[^1]), pages.Count);
        }

        // Returns false after a crash between the saved position and the new names.
        private async Task<bool> FinishAsync(RotatingFiles files, List<(OutputPosition Position, int Pages)> moments, int pages)
        {
            var crashes = _random.Next(4) == 0;
            try
            {
                await files.FinishAsync(
                    state =>
                    {
                        moments.Add((OutputPosition.Parse(state)!, pages));
                        return crashes ? Task.FromException(new OperationCanceledException()) : Task.CompletedTask;
                    },
                    endsRun: _random.Next(4) == 0);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        /// <summary>Truncates the uncommitted bytes at random, and adds random files that a crash could leave.</summary>
        private void Crash(OutputPosition committed)
        {
            var last = committed.Name;
            foreach (
                var file in _output.Folder.Files.Where(
                    file => OutputFileName.Parse(file) is { Base: RotatingFilesFixture.Base } name && name.Number >= last.Number))
                Cut(file, OutputFileName.Parse(file) is { } name && name with { IsOpen = false } == last ? committed.Length : 0);
            if (_random.Next(2) == 0)
                Append(last.PathIn(_output.Folder.Path));
            for (var later = _random.Next(3); later > 0; later--)
                Append(new OutputFileName(last.Base, last.Number + _random.Next(1, 3), Gzip: _random.Next(2) == 0).PathIn(_output.Folder.Path));
        }

        private void Cut(string file, long least)
        {
            using var stream = File.OpenWrite(_output.Folder[file]);
            stream.SetLength(_random.NextInt64(least, stream.Length + 1));
        }

        private void Append(string path)
        {
            var garbage = new byte[_random.Next(200)];
            _random.NextBytes(garbage);
            using var stream = new FileStream(path, FileMode.Append);
            stream.Write(garbage);
        }

        private void Check(List<string> pages) =>
            Assert.That(
                _output.Content, Is.EqualTo(string.Concat(pages)), string.Create(CultureInfo.InvariantCulture, $"case {seed}"));
    }
}
