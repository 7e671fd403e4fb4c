namespace S3Kit.Embedded;

/// <summary>
/// Orders keys by their UTF-8 bytes, as S3 lists them. .NET's ordinal order compares UTF-16 units, which puts
/// surrogate pairs before U+E000 to U+FFFF where UTF-8 puts them after.
/// </summary>
internal sealed class Utf8KeyComparer : IComparer<string>
{
    private Utf8KeyComparer()
    {
    }

    public static Utf8KeyComparer Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        var common = left.CommonPrefixLength(right);
        return common == left.Length || common == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[common]).CompareTo(Rank(right[common]));
    }

    private static int Rank(char unit) => unit switch
    {
        >= '\ue000' => unit - 0x800,
        >= '\ud800' => unit + 0x2000,
        _ => unit,
    };
}
