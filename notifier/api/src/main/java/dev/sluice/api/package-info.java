/// What an API is made of: routes with their roles and schemas, requests, answers, problems, pages.
///
/// Main type: [dev.sluice.api.Route]; a component contributes its routes as
/// [dev.sluice.api.ApiRoutes], and [dev.sluice.api.server.ApiServer] serves them. It knows no
/// product: what is asked and ordered is the components' own. Shells with an API depend on it.
@NullMarked
package dev.sluice.api;

import org.jspecify.annotations.NullMarked;
