using System.CommandLine;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Restricts an argument to known words, which shells complete.</summary>
internal static class WordArgument
{
    /// <param name="argument">The argument.</param>
    /// <param name="noun">The name of a word, for the error.</param>
    /// <param name="words">The words.</param>
    public static void AcceptOnly(this Argument argument, string noun, IReadOnlyList<string> words)
    {
        argument.CompletionSources.Add([.. words]);
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !words.Contains(token.Value, StringComparer.Ordinal)) is { } unknown)
                result.AddError(
                    $"unknown {noun} {Format.Argument(unknown.Value)}. The {noun}s are {Format.List(words)}."
                        + NearestWord.DidYouMean(unknown.Value, words));
        });
    }
}
