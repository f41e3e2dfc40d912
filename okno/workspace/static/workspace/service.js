/* The worker of the desk in a browser, served at /service.js; each thing that it does is a module of its own. */
importScripts("/static/workspace/service_push.js");
importScripts("/static/workspace/service_pages.js");
