using System.Text;

namespace S3Kit.IntegrationTests;

/// <summary>What came back: the status, the headers by lower-case name, and the body.</summary>
internal sealed record CurlAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public override string ToString() => $"{Status}: {Text}";
}
