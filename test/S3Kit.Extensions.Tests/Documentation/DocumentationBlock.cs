namespace S3Kit.Tests.Documentation;

/// <summary>A block of code in a page.</summary>
/// <param name="Page">The page's path.</param>
/// <param name="Line">The line it begins at.</param>
/// <param name="Index">The how many-eth block of its page it is, from 0.</param>
/// <param name="Language">What it says to be written in.</param>
/// <param name="Content">What stands in it.</param>
internal sealed record DocumentationBlock(string Page, int Line, int Index, string Language, string Content)
{
    public override string ToString() => $"{Page}:{Line}";
}
