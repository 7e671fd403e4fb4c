namespace S3Kit.Transfers;

/// <summary>Which keys go through an XML document, and any store's way of reading it, unchanged.</summary>
internal static class XmlSafety
{
    /// <summary>
    /// Whether a key arrives as it is. XML 1.0 has no way to say most control characters; a carriage return becomes a line feed in some readers, and white space
    /// at the ends is cut off by others, which then would delete another object.
    /// </summary>
    public static bool Carries(string key)
    {
        if (char.IsWhiteSpace(key[0]) || char.IsWhiteSpace(key[^1]))
        {
            return false;
        }

        foreach (char c in key)
        {
            if (c is < ' ' and not ('\t' or '\n') or '\uFFFE' or '\uFFFF' or '\u0085' or '\u2028')
            {
                return false;
            }
        }

        return true;
    }
}
