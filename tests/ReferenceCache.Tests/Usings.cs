global using LeakGuard.ReferenceCache.Tests.Support;
global using Xunit;
