using System.Text.RegularExpressions;

namespace S3Kit.Tests.Documentation;

/// <summary>README.md, or a page of docs: its blocks of code, its headings and its links.</summary>
internal sealed partial class DocumentationPage
{
    private static readonly string Root = FindRoot();

    private DocumentationPage(string path)
    {
        Path = path;
        Text = File.ReadAllText(System.IO.Path.Combine(Root, path));
        Blocks = [.. BlockPattern().Matches(Text).Select((match, index) => new DocumentationBlock(path, LineOf(match.Index), index, match.Groups["language"].Value, match.Groups["content"].Value))];
        Prose = BlockPattern().Replace(Text, "");
    }

    public static IReadOnlyList<DocumentationPage> All { get; } =
    [
        new("README.md"),
        .. Directory.EnumerateFiles(System.IO.Path.Combine(Root, "docs"), "*.md").Order(StringComparer.Ordinal).Select(file => new DocumentationPage("docs/" + System.IO.Path.GetFileName(file))),
    ];

    /// <summary>The path within the repository.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The text without its blocks of code.</summary>
    public string Prose { get; }

    public IReadOnlyList<DocumentationBlock> Blocks { get; }

    /// <summary>What may follow a number sign in a link to this page.</summary>
    public IEnumerable<string> Anchors => HeadingPattern().Matches(Prose).Select(match => Anchor(match.Groups["title"].Value));

    /// <summary>Where the links to the repository itself lead.</summary>
    public IEnumerable<string> Links => LinkPattern().Matches(Prose).Select(match => match.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

    public static DocumentationPage Of(string path) => All.First(page => page.Path == path);

    public static string PathOf(string file) => System.IO.Path.Combine(Root, file);

    /// <summary>The cells of the rows of all tables whose header begins so.</summary>
    public IEnumerable<string[]> Table(string header)
    {
        bool inside = false;
        foreach (string line in Prose.Split('\n'))
        {
            inside = line.StartsWith('|') && (inside || line.StartsWith(header, StringComparison.Ordinal));
            if (inside && !line.StartsWith(header, StringComparison.Ordinal) && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                yield return [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
            }
        }
    }

    /// <summary>What stands between backticks.</summary>
    public static IEnumerable<string> Names(string text) => NamePattern().Matches(text).Select(match => match.Groups["name"].Value);

    public override string ToString() => Path;

    private static string Anchor(string title) =>
        string.Concat(title.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c));

    private static string FindRoot()
    {
        string directory = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(System.IO.Path.Combine(directory, "S3Kit.Extensions.sln")))
        {
            directory = System.IO.Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return directory;
    }

    private int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex("""^```(?<language>\w*)\n(?<content>.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlockPattern();

    [GeneratedRegex("^#+ (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkPattern();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
