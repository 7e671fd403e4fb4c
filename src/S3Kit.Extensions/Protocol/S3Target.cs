namespace S3Kit.Protocol;

/// <summary>Where a request goes.</summary>
/// <param name="Uri">The exact address.</param>
/// <param name="Authority">The value of the <c>Host</c> header, which is signed.</param>
/// <param name="Path">The encoded path, as sent and as signed.</param>
internal readonly record struct S3Target(Uri Uri, string Authority, string Path);
