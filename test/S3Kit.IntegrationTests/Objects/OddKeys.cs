namespace S3Kit.IntegrationTests;

/// <summary>Keys that a URL, a header or an XML answer would change if they were not treated with care.</summary>
internal static class OddKeys
{
    /// <summary>What every client can name.</summary>
    public static readonly TestCaseData[] Plain =
    [
        Case("space", "a b  c"),
        Case("spaces at the ends", " a "),
        Case("plus", "a+b"),
        Case("percent", "100%"),
        Case("percent-encoded", "a%20b%2Fc%2e%2e"),
        Case("ampersand", "a&b"),
        Case("question mark", "a?b=c"),
        Case("hash", "a#b"),
        Case("equals", "a=b"),
        Case("query of an operation", "a?uploads&versionId=1"),
        Case("quotes and brackets", "'a' \"b\" <c> &amp; [d] {e}"),
        Case("other punctuation", "~!@$^*()_-|;:,`"),
        Case("backslash", "a\\b"),
        Case("composed", "caf\u00e9"),
        Case("decomposed", "cafe\u0301"),
        Case("beyond the BMP", "\ud83d\ude00/\ud840\udc00"),
        Case("right to left and joiners", "\u05d0\u200f\u200d\u0627"),
        Case("trailing slash", "folder/"),
    ];

    /// <summary>What clients have been seen to stumble on.</summary>
    public static readonly TestCaseData[] Hard =
    [
        Case("leading slash", "/a"),
        Case("two slashes", "a//b"),
        Case("only slashes", "//"),
        Case("dot", "."),
        Case("dot dot", ".."),
        Case("dot segment", "a/./b"),
        Case("dot dot segment", "a/../b"),
        Case("dot dot first", "../up"),
        Case("dot dot last", "a/.."),
        Case("encoded dot dot", "a/%2e%2e/b"),
        Case("tab", "a\tb"),
        Case("line feed", "a\nb"),
        Case("carriage return", "a\r\nb"),
        Case("control character", "a\u0001b"),
        Case("delete", "a\u007fb"),
        Case("next line", "a\u0085b"),
        Case("byte order mark", "\ufeffa"),
        Case("noncharacter", "a\uffff"),
        Case("1,024 bytes", new string('k', 1024)),
        Case("1,024 bytes of two-byte characters", new string('\u00e9', 512)),
    ];

    // The description names the test: the key itself may hold what a result file cannot.
    private static TestCaseData Case(string description, string key) => new TestCaseData(key).SetArgDisplayNames(description);
}
