namespace S3Kit;

/// <summary>Where something of a copy comes from (<c>x-amz-metadata-directive</c>, <c>x-amz-tagging-directive</c>).</summary>
public enum CopyDirective
{
    /// <summary>From the source.</summary>
    Copy,

    /// <summary>From the request, in the place of all that the source has.</summary>
    Replace,
}
