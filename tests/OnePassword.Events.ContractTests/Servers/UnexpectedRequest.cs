using System.Text;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>Compares a request with a stub, line by line.</summary>
internal sealed class UnexpectedRequest
{
    // Wide enough for most lines, so that the columns of several reports align.
    private const int Width = 40;

    private readonly SentRequest _sent;
    private readonly Stub _stub;
    private readonly List<RequestLine> _lines;

    private UnexpectedRequest(SentRequest sent, Stub stub) => (_sent, _stub, _lines) = (sent, stub, [.. RequestLine.Compare(sent, stub)]);

    // WireMock.Net's own nearest match can be a stub of another case. Of the stubs that are equally near, the plain one says most.
    private (int Weight, bool IsForSeveralOperations, bool IsOdd) Distance => (_lines.Where(line => line.Differs).Sum(line => line.Weight), _stub.OperationPath is null, _stub.Case != Stub.Plain);

    /// <summary>Returns the request beside the stub that matched or is nearest; null if the request is as agreed.</summary>
    public static string? Report(SentRequest sent)
    {
        var compared = sent.Stub is { } stub ? new UnexpectedRequest(sent, stub) : Stub.All.Select(candidate => new UnexpectedRequest(sent, candidate)).MinBy(pair => pair.Distance)!;
        return sent.Stub is null || compared.Distance.Weight > 0 ? compared.ToString() : null;
    }

    public override string ToString()
    {
        var request = $"{_sent.Method} {_sent.Target}";
        var verdict = _sent.Stub is null ? $"No stub matches {request}. The nearest stub is {_stub}." : $"{request} matches the stub {_stub}, but is not as agreed.";
        var width = Math.Max(Width, _lines.Max(line => line.Sent.Length));
        var text = new StringBuilder($"{verdict} Differences are marked with \"!\":\n\n");
        foreach (var line in _lines.Prepend(new RequestLine("sent", "expected", Differs: false)))
            text.Append($"{(line.Differs ? '!' : ' ')} {line.Sent.PadRight(width)} | {line.Expected}".TrimEnd()).Append('\n');
        return text.ToString();
    }
}
