namespace S3Kit.Tests.Documentation;

/// <summary>Links between the pages lead somewhere.</summary>
public sealed class LinkTests
{
    private static IEnumerable<string> Pages => DocumentationPage.All.Select(page => page.Path);

    [TestCaseSource(nameof(Pages))]
    public void Links_OfThePage_LeadToWhatIsThere(string path)
    {
        DocumentationPage page = DocumentationPage.Of(path);
        var broken = new List<string>();
        foreach (string link in page.Links)
        {
            string[] parts = link.Split('#');
            string folder = Path.GetDirectoryName(path)!;
            string target = parts[0].Length == 0 ? path : Path.GetRelativePath(DocumentationPage.PathOf(""), DocumentationPage.PathOf(Path.Combine(folder, parts[0])));
            bool isThere = File.Exists(DocumentationPage.PathOf(target)) || Directory.Exists(DocumentationPage.PathOf(target));
            if (!isThere || (parts.Length > 1 && !DocumentationPage.Of(target).Anchors.Contains(parts[1], StringComparer.Ordinal)))
            {
                broken.Add(link);
            }
        }

        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void Readme_LinksToEveryPage() => Assert.That(
        DocumentationPage.Of("README.md").Links,
        Is.SupersetOf(Pages.Where(path => path != "README.md")));
}
