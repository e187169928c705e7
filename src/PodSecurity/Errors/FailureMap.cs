using System.Management.Automation;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Errors;

/// <summary>Which exceptions users see as error records, under which id and category. The exception's message is the user's text.</summary>
internal static class FailureMap
{
    /// <summary>The record of a failure; null for exceptions that are not for users (bugs, a stopped pipeline).</summary>
    public static ErrorRecord? Find(Exception exception, object? target) => exception switch
    {
        ClusterException e => new(e, ErrorId(e.Failure), Category(e.Failure), target),
        ManifestException e => new(e, e.ErrorId, Category(e.ErrorId), target ?? e.DocumentSource.ToString()),
        FileNotFoundException or DirectoryNotFoundException => new(exception, "FileNotFound", ErrorCategory.ObjectNotFound, target),
        UnauthorizedAccessException => new(exception, "FileAccessDenied", ErrorCategory.PermissionDenied, target),
        IOException => new(exception, "FileUnreadable", ErrorCategory.ReadError, target),
        _ => null,
    };

    /// <summary>The record of a failed change: told by the change, classified by what stopped it.</summary>
    public static ErrorRecord? Find(ChangeFailedException failure, Exception cause, object target) =>
        Find(cause, target) is { } record ? new(failure, record.FullyQualifiedErrorId, record.CategoryInfo.Category, target) : null;

    /// <summary>Whether every further object would fail the same way.</summary>
    public static bool EndsCommand(Exception exception) => exception is ClusterException
    {
        Failure: ClusterFailure.Configuration or ClusterFailure.Authentication or ClusterFailure.Connection
            or ClusterFailure.PspApiNotServed,
    };

    private static ErrorCategory Category(string manifestErrorId) => manifestErrorId switch
    {
        "ManifestFileNotFound" => ErrorCategory.ObjectNotFound,
        "ManifestFileDenied" => ErrorCategory.PermissionDenied,
        "ManifestFileUnreadable" => ErrorCategory.ReadError,
        "ManifestTooLarge" or "ManifestTooDeep" or "ManifestAliasesTooLarge" => ErrorCategory.LimitsExceeded,
        _ => ErrorCategory.InvalidData,
    };

    private static string ErrorId(ClusterFailure failure) => failure switch
    {
        ClusterFailure.Configuration => "ClusterConfigurationInvalid",
        ClusterFailure.NameInvalid => "ClusterNameInvalid",
        ClusterFailure.Authentication => "ClusterAuthenticationFailed",
        ClusterFailure.Forbidden => "ClusterAccessDenied",
        ClusterFailure.NotFound => "ClusterObjectNotFound",
        ClusterFailure.AlreadyExists => "ClusterObjectExists",
        ClusterFailure.Conflict => "ClusterObjectChanged",
        ClusterFailure.Invalid => "ClusterObjectInvalid",
        ClusterFailure.TooManyRequests => "ClusterTooBusy",
        ClusterFailure.ServerError => "ClusterServerError",
        ClusterFailure.Timeout => "ClusterTimeout",
        ClusterFailure.Connection => "ClusterUnreachable",
        ClusterFailure.Protocol => "ClusterAnswerInvalid",
        ClusterFailure.PspApiNotServed => "PspApiNotServed",
        ClusterFailure.NotSupported => "ClusterOperationNotSupported",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };

    private static ErrorCategory Category(ClusterFailure failure) => failure switch
    {
        ClusterFailure.Configuration or ClusterFailure.NameInvalid => ErrorCategory.InvalidArgument,
        ClusterFailure.Authentication => ErrorCategory.AuthenticationError,
        ClusterFailure.Forbidden => ErrorCategory.PermissionDenied,
        ClusterFailure.NotFound => ErrorCategory.ObjectNotFound,
        ClusterFailure.AlreadyExists => ErrorCategory.ResourceExists,
        ClusterFailure.Conflict => ErrorCategory.ResourceBusy,
        ClusterFailure.Invalid => ErrorCategory.InvalidData,
        ClusterFailure.TooManyRequests => ErrorCategory.LimitsExceeded,
        ClusterFailure.ServerError => ErrorCategory.ResourceUnavailable,
        ClusterFailure.Timeout => ErrorCategory.OperationTimeout,
        ClusterFailure.Connection => ErrorCategory.ConnectionError,
        ClusterFailure.Protocol => ErrorCategory.ProtocolError,
        ClusterFailure.PspApiNotServed or ClusterFailure.NotSupported => ErrorCategory.NotImplemented,
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}
