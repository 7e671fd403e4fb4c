using System.Diagnostics.CodeAnalysis;

namespace S3Kit.Credentials;

/// <summary>Why a provider has no credentials, in words that hold no secret. It never leaves this folder.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without a reason it would say nothing.")]
internal sealed class CredentialsUnavailableException(string reason, Exception? innerException = null) : Exception(reason, innerException);
