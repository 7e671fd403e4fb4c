namespace S3Kit;

/// <summary>A form that uploads one file to a bucket, signed: whoever has it can do so until it expires, within its conditions.</summary>
public sealed record PresignedPost
{
    /// <summary>Where the form is sent: its <c>action</c>. Holds no signature.</summary>
    public required Uri Url { get; init; }

    /// <summary>
    /// The form's fields with the signature among them, in their order. They are sent as <c>multipart/form-data</c> before the file, whose field is
    /// named <c>file</c> and comes last.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>The address alone: the fields are as good as a key.</summary>
    /// <returns>The method and the address.</returns>
    public override string ToString() => $"POST {Url}";
}
