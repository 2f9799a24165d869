namespace LeakGuard.ReferenceCache.Tests.Support;

/// <summary>The test forces two things to happen at the same time.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class InterleavingAttribute(string name) : Attribute
{
    public string Name => name;
}
