using System.Text;
using System.Text.Json;

namespace OnePassword.Events.ContractTests.Servers;

/// <summary>A request that no stub was for, beside what a stub asks for, line by line.</summary>
internal sealed class UnmatchedRequest
{
    // Mostly enough, so that the columns of one report stand under those of another.
    private const int Width = 40;

    private readonly JsonElement _sent;
    private readonly Stub _stub;
    private readonly List<RequestLine> _lines;

    private UnmatchedRequest(JsonElement sent, Stub stub) => (_sent, _stub, _lines) = (sent, stub, [.. RequestLine.Compare(sent, stub.Request)]);

    // WireMock, which counts letters, takes a stub of another case for the nearest: the tokens of two cases differ by so few.
    // Of those that are as near, the plain one says most.
    private (int Weight, bool IsForSeveralOperations, bool IsOdd) Distance => (_lines.Where(line => line.Differs).Sum(line => line.Weight), _stub.OperationPath is null, _stub.Case != Stub.Plain);

    /// <summary>The request beside the nearest stub.</summary>
    public static string Report(JsonElement sent) => Stub.All.Select(stub => new UnmatchedRequest(sent, stub)).MinBy(pair => pair.Distance)!.ToString();

    public override string ToString()
    {
        var width = Math.Max(Width, _lines.Max(line => line.Sent.Length));
        var text = new StringBuilder($"No stub is for {_sent.GetProperty("method")} {_sent.GetProperty("url")}. The nearest is {_stub}; what differs is marked:\n\n");
        foreach (var line in _lines.Prepend(new RequestLine("sent", "agreed", Differs: false)))
            text.Append($"{(line.Differs ? '!' : ' ')} {line.Sent.PadRight(width)} | {line.Agreed}".TrimEnd()).Append('\n');
        return text.ToString();
    }
}
